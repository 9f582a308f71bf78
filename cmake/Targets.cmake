# The only ways to make a target in this project. Sources are always listed.

# pgark_configure(<target>): language level, warnings and instrumentation.
function(pgark_configure target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_link_libraries(${target} PRIVATE pgark_warnings)
  if(PGARK_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${PGARK_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${PGARK_SANITIZE})
  endif()
  if(PGARK_LIBFUZZER)
    # What libFuzzer is guided by. Its main comes with pgark_fuzzer() only.
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(PGARK_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage)
    target_link_options(${target} PRIVATE --coverage)
  endif()
endfunction()

# pgark_library(<folder> SOURCES ... DEPENDS ... [PRIVATE_DEPENDS ...]):
# the static library of one folder; includes are relative to the root.
function(pgark_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  set(target pgark_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${arg_DEPENDS}
                                  PRIVATE ${arg_PRIVATE_DEPENDS})
  pgark_configure(${target})
endfunction()

# pgark_test(<name> SOURCES ... DEPENDS ... [LABELS ...] [SERIAL]): one test
# program; every TEST in it becomes a ctest of its own. Labels: `server` needs
# a PostgreSQL, `slow` runs with scripts/test --all only.
function(pgark_test name)
  cmake_parse_arguments(arg "SERIAL" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} pgark_test_support
                                        GTest::gmock_main)
  pgark_configure(${name})
  set(properties TIMEOUT 300)
  if(arg_TIMEOUT)
    set(properties TIMEOUT ${arg_TIMEOUT})
  endif()
  if(arg_LABELS)
    list(APPEND properties LABELS "${arg_LABELS}")
  endif()
  if(arg_SERIAL)
    list(APPEND properties RUN_SERIAL TRUE)
  endif()
  gtest_discover_tests(${name}
    DISCOVERY_MODE PRE_TEST
    NO_PRETTY_VALUES  # they may be addresses, and names must not change
    PROPERTIES ${properties})
endfunction()

# pgark_server_test(<name> SOURCES ... DEPENDS ... [LABELS ...] [TIMEOUT n]): a
# test program that starts a throw-away PostgreSQL for itself
# (tests/support/server_test.h). One ctest, so that one server serves all its
# tests. Always has the label `server`.
function(pgark_server_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS}
                                        pgark_server_test_support
                                        GTest::gmock_main)
  pgark_configure(${name})
  add_test(NAME ${name} COMMAND ${name})
  set(timeout 900)
  if(arg_TIMEOUT)
    set(timeout ${arg_TIMEOUT})
  endif()
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${timeout} LABELS "server;${arg_LABELS}")
endfunction()

# pgark_benchmarks(<name> SOURCES ... DEPENDS ...): one program with Google
# Benchmark's main. With tests a ctest runs each bench once, so that none rots.
function(pgark_benchmarks name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} benchmark::benchmark_main)
  pgark_configure(${name})
  if(PGARK_BUILD_TESTS)
    add_test(NAME ${name} COMMAND ${name} --benchmark_min_time=0.001)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  endif()
endfunction()

# pgark_fuzzer(<name> DEPENDS ...): fuzz/<name>.cc. Without PGARK_LIBFUZZER it
# links a plain main that replays the corpus, so it keeps compiling everywhere.
# The test <name>.corpus replays fuzz/corpus/<name>.
function(pgark_fuzzer name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  if(PGARK_LIBFUZZER)
    add_executable(${name} ${name}.cc)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set(replay ${name} -runs=0 ${corpus})
  else()
    add_executable(${name} ${name}.cc standalone_main.cc)
    set(replay ${name} ${corpus})
  endif()
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS})
  pgark_configure(${name})
  if(PGARK_BUILD_TESTS)
    add_test(NAME ${name}.corpus COMMAND ${replay})
    set_tests_properties(${name}.corpus PROPERTIES TIMEOUT 300)
  endif()
endfunction()
