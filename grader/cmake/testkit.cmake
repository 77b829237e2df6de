# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# What test programs are made of besides their units: the runner object, the testkit library and
# one precompiled header. The runner holds Catch2's main and no judged code: it is compiled once,
# without optimisation and without a sanitizer, because it takes longest of all.
set(PATINA_TESTKIT "${CMAKE_SOURCE_DIR}/grader/testkit")
set(PATINA_BASE_INCLUDE "${CMAKE_SOURCE_DIR}/labs/01-ownership/include")

add_library(testkit_include INTERFACE)
target_include_directories(testkit_include INTERFACE "${PATINA_TESTKIT}/include" "${PATINA_BASE_INCLUDE}")

add_library(testkit_runner OBJECT EXCLUDE_FROM_ALL "${PATINA_TESTKIT}/runner_catch2_v2.cpp")
target_link_libraries(testkit_runner PRIVATE testkit_include patina_strict)
target_compile_options(testkit_runner PRIVATE -O0)

file(GLOB PATINA_TESTKIT_SOURCES CONFIGURE_DEPENDS "${PATINA_TESTKIT}/*.cpp")
list(FILTER PATINA_TESTKIT_SOURCES EXCLUDE REGEX "/runner_")
add_library(testkit STATIC EXCLUDE_FROM_ALL ${PATINA_TESTKIT_SOURCES})
target_link_libraries(testkit PUBLIC testkit_include PRIVATE patina_mode patina_strict)

# The owner of the precompiled header; every test program of this mode reuses it.
add_library(testkit_pch OBJECT EXCLUDE_FROM_ALL "${PATINA_TESTKIT}/pch.cpp")
target_link_libraries(testkit_pch PRIVATE testkit_include patina_mode patina_warnings Threads::Threads)
target_precompile_headers(testkit_pch PRIVATE <testkit/catch.hpp>)
