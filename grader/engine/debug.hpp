// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Where a debugger is to stop, so that a learner meets a failure while it happens.
//
// Interface:
//   plan_debug(root, source, result)     from the judged test to the stops, and a sentence on them
//   debug_command(plan, program, id)     gdb's whole command line: breaks, run, the one test
//   shell_words(arguments)               the same as a line to paste into a shell
//
// A test program without a supervisor is an ordinary Catch2 program whose tags are test ids.
// A failure that the schedule explorer found is met in its own schedule, in the step that failed:
// the program follows PATINA_CHOICES and calls patina_explored_step with each event.
// ENSURES: a plan has a stop unless the failure is one that gdb stops at by itself (a signal), or
// one that only the learner can interrupt (a program that does not end).
// Thread rule: pure.
#pragma once

#include <grader/course/sources.hpp>
#include <grader/report/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct DebugPlan {
  std::vector<std::string> stops;  // gdb commands: "break /course/labs/../box_moves.cpp:41"
  std::vector<std::string> then;   // and behind `run`: "backtrace 12"
  std::string sentence;            // where it stops, and what to look at there
};

DebugPlan plan_debug(const std::filesystem::path& root, const SourceTest& source,
                     const TestResult& result);

std::vector<std::string> debug_command(const DebugPlan& plan, const std::filesystem::path& program,
                                       const std::string& test);

std::string shell_words(const std::vector<std::string>& arguments);

}  // namespace grader
