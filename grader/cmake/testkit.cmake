# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# What test programs are made of besides their units: the runner object, the testkit library and
# precompiled headers. The runner holds Catch2's main and no judged code: it is compiled once,
# without optimisation and without a sanitizer, because it takes longest of all.
set(PATINA_TESTKIT "${CMAKE_SOURCE_DIR}/grader/testkit")
set(PATINA_BASE_INCLUDE "${CMAKE_SOURCE_DIR}/labs/01-ownership/include")

add_library(testkit_include INTERFACE)
target_include_directories(testkit_include INTERFACE "${PATINA_TESTKIT}/include" "${PATINA_BASE_INCLUDE}")

add_library(testkit_runner OBJECT EXCLUDE_FROM_ALL "${PATINA_TESTKIT}/runner_catch2_v2.cpp")
target_link_libraries(testkit_runner PRIVATE testkit_include patina_strict)
target_compile_options(testkit_runner PRIVATE -O1)  # no slower to compile; halves the start of each test

file(GLOB PATINA_TESTKIT_SOURCES CONFIGURE_DEPENDS "${PATINA_TESTKIT}/*.cpp")
list(FILTER PATINA_TESTKIT_SOURCES EXCLUDE REGEX "/runner_")
add_library(testkit STATIC EXCLUDE_FROM_ALL ${PATINA_TESTKIT_SOURCES})
target_link_libraries(testkit PUBLIC testkit_include PRIVATE patina_mode patina_strict)

# The schedule explorer and its fibers. It is optimised in every mode and never sanitized: it is not
# what is judged, and switches stacks behind a sanitizer's back (it tells ASan so by itself). A
# program that links it has the explorer's flavour of patina/rt.
find_library(PATINA_BOOST_CONTEXT boost_context REQUIRED)
file(GLOB PATINA_EXPLORE_SOURCES CONFIGURE_DEPENDS "${PATINA_TESTKIT}/explore/*.cpp")
set(PATINA_RT_INCLUDE "${CMAKE_SOURCE_DIR}/labs/02-concurrency/include")
add_library(testkit_explore STATIC EXCLUDE_FROM_ALL ${PATINA_EXPLORE_SOURCES})
target_include_directories(testkit_explore PUBLIC "${PATINA_RT_INCLUDE}")
target_compile_definitions(testkit_explore PUBLIC PATINA_EXPLORE)
target_compile_options(testkit_explore PRIVATE -O2 -g1)
target_link_libraries(testkit_explore PUBLIC testkit "${PATINA_BOOST_CONTEXT}" PRIVATE patina_strict)

# The simulator and the checkers of histories, which know no lab, and what plays Raft's clients, faults
# and referees in it, which knows lab 03's contracts. Optimised in every mode and never sanitized: neither
# is judged, and a test runs a thousand worlds.
file(GLOB PATINA_SIM_SOURCES CONFIGURE_DEPENDS "${PATINA_TESTKIT}/sim/*.cpp"
     "${PATINA_TESTKIT}/check/*.cpp")
add_library(testkit_sim STATIC EXCLUDE_FROM_ALL ${PATINA_SIM_SOURCES})
target_include_directories(testkit_sim PUBLIC "${CMAKE_SOURCE_DIR}/labs/03-raft/include")
target_compile_options(testkit_sim PRIVATE -O2 -g1)
target_link_libraries(testkit_sim PUBLIC testkit PRIVATE patina_strict)

file(GLOB PATINA_RAFT_SOURCES CONFIGURE_DEPENDS "${PATINA_TESTKIT}/raft/*.cpp")
add_library(testkit_03 STATIC EXCLUDE_FROM_ALL ${PATINA_RAFT_SOURCES})
target_compile_options(testkit_03 PRIVATE -O2 -g1)
target_link_libraries(testkit_03 PUBLIC testkit_sim PRIVATE patina_strict)

# A copy of the course that a test makes (build/abuse, build/transcripts) compiles none of it again.
if(PATINA_CCACHE)
  set_target_properties(testkit_runner testkit testkit_explore testkit_sim testkit_03
                        PROPERTIES CXX_COMPILER_LAUNCHER "${PATINA_GIVEN_LAUNCHER}")
endif()

# Owners of precompiled headers, which test programs of this mode reuse: testkit_pch, and testkit_pch_03
# where the tests of a lab have more in common. Nothing of a learner's may come in: each program finds the
# code under judgement by folders of its own.
function(patina_pch target library)
  add_library(${target} OBJECT EXCLUDE_FROM_ALL "${PATINA_TESTKIT}/pch.cpp")
  target_link_libraries(${target} PRIVATE ${library} patina_mode patina_warnings Threads::Threads)
  target_precompile_headers(${target} PRIVATE <testkit/catch.hpp> ${ARGN})
  # Not through the compiler cache: that writes the new file beside the old one, which the compiler then
  # finds and takes for the header it was asked to read. What changed would never come in.
  set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER "")
endfunction()
patina_pch(testkit_pch testkit_include)
set(raft <testkit/raft/cluster.hpp> <testkit/raft/ensemble.hpp> <testkit/raft/print.hpp>)
patina_pch(testkit_pch_03 testkit_03 ${raft})
if(PATINA_MODE STREQUAL "plain")  # where what is simulated has options of its own
  patina_pch(testkit_pch_03_sim testkit_03 ${raft})
  set_target_properties(testkit_pch_03_sim PROPERTIES PATINA_IS_SIMULATED ON)
endif()
