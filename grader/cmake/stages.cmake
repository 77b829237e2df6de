# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The stages of ./test, one a line, in the order in which they run:
#
#   stage(name  runs  command...)
#
# runs: in which of ./test --quick, ./test and ./test --full the stage takes part. A command that
# leaves with 77 has nothing to check here (a tool is absent) and counts as skipped.

function(stage name runs)
  string(REPLACE "," ";" labels "${runs}")
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 3600 SKIP_RETURN_CODE 77
                       ENVIRONMENT "PATINA_ROOT=${CMAKE_SOURCE_DIR}")
  if(name STREQUAL "build")
    set_tests_properties(${name} PROPERTIES FIXTURES_SETUP built)
  else()
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED built)
  endif()
endfunction()

enable_testing()
set(always quick,default,full)
set(scripts "${CMAKE_SOURCE_DIR}/grader/tests")
set(grader "${CMAKE_BINARY_DIR}/grader")
set(grader_tests "${CMAKE_BINARY_DIR}/grader_tests")

#     name              runs          command
stage(build             ${always}     "${CMAKE_COMMAND}" --build "${CMAKE_BINARY_DIR}" --target grader grader_tests testkit_tests explorer_tests sim_tests)
stage(style             ${always}     sh "${scripts}/style.sh")
stage(course-check      ${always}     "${grader}" course-check)
stage(grader-tests      ${always}     "${grader_tests}")
stage(testkit-tests     ${always}     "${CMAKE_BINARY_DIR}/testkit_tests")
stage(explorer-tests    ${always}     "${CMAKE_BINARY_DIR}/explorer_tests")
stage(sim-tests         ${always}     "${CMAKE_BINARY_DIR}/sim_tests")
stage(asio-adaptor      default,full  sh "${scripts}/asio.sh")
stage(stores            default,full  sh "${scripts}/stores.sh")
stage(raft-together     default,full  sh "${scripts}/raft.sh")
stage(starter           default       sh "${scripts}/starter.sh" quick)
stage(starter-all       full          sh "${scripts}/starter.sh" auto solutions labs)
stage(starter-warnings  default,full  "${grader_tests}" "[warnings]")
stage(solution          default,full  "${grader}" run --tree solutions)
stage(solution-asan     default       sh "${scripts}/sanitized.sh" asan)
stage(solution-asan-all full          "${grader}" run --tree solutions --sanitize asan)
stage(solution-tsan     default       sh "${scripts}/sanitized.sh" tsan)
stage(solution-tsan-all full          "${grader}" run --tree solutions --sanitize tsan)
stage(prove             default       sh "${scripts}/prove.sh")
stage(prove-full        full          "${grader}" prove --full)
stage(abuse             default,full  "${grader_tests}" "[abuse]")
stage(lint              default,full  "${grader_tests}" "[lint]")
stage(bench             default,full  sh "${scripts}/bench.sh")
stage(seeds             default,full  sh "${scripts}/seeds.sh")
stage(apps              default,full  sh "${scripts}/apps.sh")
stage(transcripts       default,full  sh "${scripts}/transcripts.sh")
stage(clang             full          sh "${scripts}/clang.sh")

# Every mutant against every test of its task in three modes: an hour and more on two cores.
set_tests_properties(prove-full PROPERTIES TIMEOUT 21600)
