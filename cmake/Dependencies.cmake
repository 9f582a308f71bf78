# Every dependency is required and has a version floor: that of Debian 12.
# Nothing is probed silently; a missing one stops the configuration.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
# Abseil counts years as versions, and newer ones refuse an older request
# ("same major"), so the floor is checked by hand.
find_package(absl REQUIRED)
if(absl_VERSION VERSION_LESS 20220623)
  message(FATAL_ERROR "Abseil ${absl_VERSION} is older than 20220623")
endif()
find_package(ZLIB 1.2.13 REQUIRED)

pkg_check_modules(PGARK_ZSTD REQUIRED IMPORTED_TARGET libzstd>=1.5.4)
pkg_check_modules(PGARK_LZ4 REQUIRED IMPORTED_TARGET liblz4>=1.9.4)
pkg_check_modules(PGARK_ISAL REQUIRED IMPORTED_TARGET libisal>=2.30.0)
pkg_check_modules(PGARK_XXHASH REQUIRED IMPORTED_TARGET libxxhash>=0.8.1)
pkg_check_modules(PGARK_LIBPQ REQUIRED IMPORTED_TARGET libpq>=15)
find_package(nlohmann_json 3.11.2 REQUIRED)
pkg_check_modules(PGARK_CRYPTO REQUIRED IMPORTED_TARGET libcrypto>=3.0)

if(PGARK_BUILD_TESTS)
  find_package(GTest 1.12.1 REQUIRED)
  find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
endif()
if(PGARK_BENCHMARKS)
  find_package(benchmark 1.7.1 REQUIRED)
endif()
