# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# What holds for every target: the language, the warnings, the compiler cache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)  # the grader reads it, for mutants and compile-fail tests

find_package(Threads REQUIRED)
find_program(PATINA_CCACHE ccache)
if(PATINA_CCACHE)
  # The sloppiness is what ccache's manual asks for where precompiled headers are used. Without the folder
  # in its key, what is compiled alike in every mode (the simulator, the runner) is compiled once.
  set(cached "${CMAKE_COMMAND};-E;env;CCACHE_NOHASHDIR=1;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${cached};${PATINA_CCACHE}")
  # For what is given and the same in every copy of the course: paths inside are taken as relative. Not for
  # what is judged, since a report and a debugger name its files by their whole paths.
  set(PATINA_GIVEN_LAUNCHER "${cached};CCACHE_BASEDIR=${CMAKE_SOURCE_DIR};${PATINA_CCACHE}")
endif()

add_library(patina_warnings INTERFACE)
target_compile_options(patina_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fdiagnostics-color=never)

# Warnings are errors in what we wrote. A learner's warnings are advice (`grade lint`).
add_library(patina_strict INTERFACE)
target_link_libraries(patina_strict INTERFACE patina_warnings)
target_compile_options(patina_strict INTERFACE -Werror)

# A starter's stubs use none of their parameters.
add_library(patina_lenient INTERFACE)
target_link_libraries(patina_lenient INTERFACE patina_warnings)
target_compile_options(patina_lenient INTERFACE
    -Wno-unused-parameter -Wno-unused-function
    $<$<CXX_COMPILER_ID:Clang>:-Wno-unused-private-field>)
