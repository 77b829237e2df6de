# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The grader: one library of all its rooms, the command, and its own tests (run by ctest).
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)

foreach(room cli course engine report gradebook)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/grader/${room}/*.cpp")
  list(APPEND PATINA_GRADER_SOURCES ${sources})
endforeach()
list(FILTER PATINA_GRADER_SOURCES EXCLUDE REGEX "/cli/main\\.cpp$")

# What reads or writes JSON has a precompiled header of its own: nlohmann/json.hpp costs each file two
# seconds and a half, and would cost the others a second each if it came with theirs.
foreach(source ${PATINA_GRADER_SOURCES})
  file(STRINGS "${source}" json REGEX "^#include <(nlohmann/json|grader/engine/sim_records)\\.hpp>")
  if(json)
    list(APPEND PATINA_JSON_SOURCES "${source}")
  endif()
endforeach()
list(REMOVE_ITEM PATINA_GRADER_SOURCES ${PATINA_JSON_SOURCES})

add_library(grader_needs INTERFACE)
target_include_directories(grader_needs INTERFACE "${CMAKE_SOURCE_DIR}")
target_link_libraries(grader_needs INTERFACE fmt::fmt nlohmann_json::nlohmann_json SQLite::SQLite3
                      CLI11::CLI11 Threads::Threads patina_mode patina_strict)
set(PATINA_GRADER_HEADERS <algorithm> <filesystem> <fstream> <functional> <map> <memory> <optional>
    <set> <sstream> <string> <vector> <fmt/format.h>)
add_library(grader_json OBJECT ${PATINA_JSON_SOURCES})
target_link_libraries(grader_json PRIVATE grader_needs)
target_precompile_headers(grader_json PRIVATE ${PATINA_GRADER_HEADERS} <nlohmann/json.hpp>)
add_library(grader_rooms STATIC ${PATINA_GRADER_SOURCES} $<TARGET_OBJECTS:grader_json>)
target_link_libraries(grader_rooms PUBLIC grader_needs)
target_precompile_headers(grader_rooms PRIVATE ${PATINA_GRADER_HEADERS})
foreach(part grader_json grader_rooms)
  target_compile_definitions(${part} PRIVATE PATINA_VERSION="${PROJECT_VERSION}")
endforeach()

add_executable(grader "${CMAKE_SOURCE_DIR}/grader/cli/main.cpp")
target_link_libraries(grader PRIVATE grader_rooms)

# The grader's own tests, and every other stage of ./test.
include(testkit_main)
file(GLOB tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/grader/tests/*.cpp")
add_executable(grader_tests EXCLUDE_FROM_ALL ${tests} $<TARGET_OBJECTS:catch_main>)
target_link_libraries(grader_tests PRIVATE grader_rooms)
set_target_properties(grader_tests PROPERTIES PATINA_IS_TESTS ON)
target_precompile_headers(grader_tests PRIVATE
    <catch2/catch.hpp> <filesystem> <fstream> <sstream> <string> <vector> <fmt/format.h>)
target_compile_definitions(grader_tests PRIVATE PATINA_ROOT="${CMAKE_SOURCE_DIR}")

# Tests of what tests are written with: the shim that labs use, the explorer and its litmus suite.
include(testkit)
set(folder "${CMAKE_SOURCE_DIR}/grader/testkit/tests")
file(GLOB native CONFIGURE_DEPENDS "${folder}/*.cpp")
file(GLOB explored CONFIGURE_DEPENDS "${folder}/explore/*.cpp")
add_executable(testkit_tests EXCLUDE_FROM_ALL ${native} $<TARGET_OBJECTS:catch_main>)
target_include_directories(testkit_tests PRIVATE "${PATINA_RT_INCLUDE}")
target_link_libraries(testkit_tests PRIVATE testkit patina_mode patina_strict Threads::Threads)
add_executable(explorer_tests EXCLUDE_FROM_ALL ${explored} $<TARGET_OBJECTS:catch_main>)
target_link_libraries(explorer_tests PRIVATE testkit_explore patina_mode patina_strict)
set_target_properties(explorer_tests PROPERTIES PATINA_IS_TESTS ON)

# Tests of the simulator and of the referees of lab 03, which know no learner's code.
file(GLOB simulated CONFIGURE_DEPENDS "${folder}/sim/*.cpp")
if(simulated)
  add_executable(sim_tests EXCLUDE_FROM_ALL ${simulated} $<TARGET_OBJECTS:catch_main>)
  target_link_libraries(sim_tests PRIVATE testkit_03 patina_mode patina_strict)
  set_target_properties(sim_tests PROPERTIES PATINA_IS_TESTS ON)
  target_precompile_headers(sim_tests PRIVATE <testkit/catch.hpp>)
endif()

# The given way from asio to futures, driven by the reference, where asio and the solutions are.
find_path(PATINA_ASIO asio.hpp)
if(PATINA_ASIO AND EXISTS "${CMAKE_SOURCE_DIR}/solutions")
  add_executable(asio_tests EXCLUDE_FROM_ALL "${folder}/asio/asio_test.cpp" $<TARGET_OBJECTS:catch_main>)
  foreach(lab 01-ownership 02-concurrency)
    target_include_directories(asio_tests PRIVATE "${CMAKE_SOURCE_DIR}/solutions/${lab}/src"
                               "${CMAKE_SOURCE_DIR}/labs/${lab}/include")
  endforeach()
  target_link_libraries(asio_tests PRIVATE patina_mode patina_strict Threads::Threads)
endif()

# The given stores of lab 03, and the reference's, on a real file system.
if(EXISTS "${CMAKE_SOURCE_DIR}/solutions/03-raft")
  add_executable(stores_tests EXCLUDE_FROM_ALL "${folder}/stores/stores_test.cpp" $<TARGET_OBJECTS:catch_main>)
  target_include_directories(stores_tests PRIVATE "${CMAKE_SOURCE_DIR}/solutions/03-raft/src"
                             "${CMAKE_SOURCE_DIR}/solutions/01-ownership/src")
  target_link_libraries(stores_tests PRIVATE testkit_03 patina_mode patina_strict SQLite::SQLite3)
endif()

# The reference of lab 03 with the rules of all its tasks at once, and what joins them.
if(EXISTS "${CMAKE_SOURCE_DIR}/solutions/03-raft")
  file(GLOB together CONFIGURE_DEPENDS "${folder}/raft/*.cpp")
  add_executable(raft_tests EXCLUDE_FROM_ALL ${together}
                 "${CMAKE_SOURCE_DIR}/labs/03-raft/tests/subject.cpp" $<TARGET_OBJECTS:catch_main>)
  target_include_directories(raft_tests PRIVATE "${CMAKE_SOURCE_DIR}/solutions/03-raft/src"
                             "${CMAKE_SOURCE_DIR}/solutions/01-ownership/src")
  target_compile_options(raft_tests PRIVATE -O2)
  target_link_libraries(raft_tests PRIVATE testkit_03 patina_strict)
endif()

# How fast the simulator is.
add_executable(sim_bench EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/grader/testkit/bench/sim_bench.cpp")
target_compile_options(sim_bench PRIVATE -O2)
target_link_libraries(sim_bench PRIVATE testkit_sim patina_strict)
if(EXISTS "${CMAKE_SOURCE_DIR}/solutions/03-raft")  # and with the reference of lab 03 in it
  add_executable(raft_sim_bench EXCLUDE_FROM_ALL
                 "${CMAKE_SOURCE_DIR}/grader/testkit/bench/raft_sim_bench.cpp"
                 "${CMAKE_SOURCE_DIR}/labs/03-raft/tests/subject.cpp")
  target_include_directories(raft_sim_bench PRIVATE "${CMAKE_SOURCE_DIR}/solutions/03-raft/src"
                             "${CMAKE_SOURCE_DIR}/solutions/01-ownership/src")
  target_compile_options(raft_sim_bench PRIVATE -O2)
  target_link_libraries(raft_sim_bench PRIVATE testkit_03 patina_strict)
endif()

# How fast the explorer is, and relacy on the same tests (grader/tests/explorer_bench.sh).
add_executable(explorer_bench EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/grader/testkit/bench/explorer_bench.cpp")
target_compile_options(explorer_bench PRIVATE -O2)
target_link_libraries(explorer_bench PRIVATE testkit_explore patina_strict)
find_path(PATINA_RELACY relacy/relacy.hpp)
if(PATINA_RELACY)
  add_executable(relacy_bench EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/grader/peers/relacy/relacy_bench.cpp")
  target_include_directories(relacy_bench SYSTEM PRIVATE "${PATINA_RELACY}")
  target_compile_options(relacy_bench PRIVATE -O2 -w)
endif()
include(stages)
