# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Catch2's own main, for the tests of the grader itself.
file(WRITE "${CMAKE_BINARY_DIR}/catch_main.cpp" "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
add_library(catch_main OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/catch_main.cpp")
target_compile_options(catch_main PRIVATE -O0)
