// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a task amounts to, for every report.
//
// Interface:
//   count(course, task, visibility)   how many tests passed, were judged, and are there in all
//   verdict_of(task)                  the verdict that stands for the task: the worst there is
//   tests_of(run)                     every test, in order
//
// Invariants: passed <= judged <= all. A test that this mode skips was not judged.
// Thread rule: pure functions.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

namespace grader {

struct Count {
  int passed = 0;
  int judged = 0;
  int all = 0;  // of the course

  bool is_whole() const { return judged == all; }
};

Count count(const Course& course, const TaskResult& task, Visibility visibility);
Verdict verdict_of(const TaskResult& task);

// Every test of the run, in order.
std::vector<const TestResult*> tests_of(const RunResult& run);

}  // namespace grader
