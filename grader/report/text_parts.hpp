// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The parts of the learner's report; text.cpp puts them in order.
//
// Interface:
//   failure_story(teller, test)    one red test in full
//   test_line(teller, test)        one test on one line
//   task_table(teller), lab_lines(teller)
//   plain_story(run, course, test) the same without colour and wrapping, for other formats
//   commands_for(teller, test)     what to type to see it again
//
// Invariants: `run` has gone through told(). Every line that is marked carries a word too.
// Thread rule: pure, but for the catalogue.
#pragma once

#include <grader/report/layout.hpp>
#include <grader/report/report.hpp>

#include <string>
#include <vector>

namespace grader {

struct Teller {
  const RunResult& run;
  const Course& course;
  const ReportOptions& options;
  Paint paint;
  std::size_t columns;
};

std::string failure_story(const Teller& teller, const TestResult& test);
std::string plain_story(const RunResult& run, const Course& course, const TestResult& test);
std::string test_line(const Teller& teller, const TestResult& test);
std::string task_table(const Teller& teller);
std::string lab_lines(const Teller& teller);

struct AgainCommand {
  std::string command;
  std::string about;
};
// Only verbs that this grader has.
std::vector<AgainCommand> commands_for(const Teller& teller, const TestResult& test);

// "ok", "FAIL", "todo", "skip" or "oops", in its colour and four columns wide.
std::string mark(const Teller& teller, Verdict verdict);

// The title, or for a hidden test what may be said instead.
std::string headline(const Teller& teller, const TestResult& test);

// Steps and life of a failure, each a block of lines; empty if there is nothing to tell.
std::string steps_block(const Teller& teller, const TestResult& test);
std::string life_block(const Teller& teller, const TestResult& test);

}  // namespace grader
