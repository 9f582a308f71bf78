# One interface target carries our warnings, so that dependencies keep theirs.
add_library(pgark_warnings INTERFACE)
target_compile_options(pgark_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wcast-qual -Wformat=2
  -Wnull-dereference -Wimplicit-fallthrough)
if(PGARK_WARNINGS_AS_ERRORS)
  target_compile_options(pgark_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(pgark_warnings INTERFACE -Wthread-safety)
else()
  # gcc 12 sees null dereferences inside std::string and std::vector at -O2, and
  # overlapping copies inside std::string's operator+ at -O3 (gcc bug 105651).
  target_compile_options(pgark_warnings INTERFACE
    -Wno-null-dereference $<$<CONFIG:Release>:-Wno-restrict>)
endif()
