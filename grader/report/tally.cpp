// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/tally.hpp>
#include <grader/report/told.hpp>

#include <algorithm>

namespace grader {

Count count(const Course& course, const TaskResult& task, Visibility visibility) {
  Count count;
  for (const TestResult& test : task.tests) {
    if (test.visibility != visibility || test.verdict == Verdict::skipped) continue;
    ++count.judged;
    if (test.verdict == Verdict::pass) ++count.passed;
  }
  const Task* const entry = course.task(task.id);
  if (entry == nullptr) return count;
  for (const Test* test : course.tests_of(*entry))
    if (test->is_hidden == (visibility == Visibility::hidden)) ++count.all;
  return count;
}

Verdict verdict_of(const TaskResult& task) {
  const auto any = [&](auto wanted) {
    return std::any_of(task.tests.begin(), task.tests.end(),
                       [&](const TestResult& test) { return wanted(test.verdict); });
  };
  const auto is = [](Verdict verdict) { return [verdict](Verdict v) { return v == verdict; }; };
  if (any(is_red)) return Verdict::wrong;
  if (any(is(Verdict::grader_error))) return Verdict::grader_error;
  if (any(is(Verdict::not_implemented))) return Verdict::not_implemented;
  return any(is(Verdict::pass)) ? Verdict::pass : Verdict::skipped;
}

std::vector<const TestResult*> tests_of(const RunResult& run) {
  std::vector<const TestResult*> tests;
  for (const LabResult& lab : run.labs)
    for (const TaskResult& task : lab.tasks)
      for (const TestResult& test : task.tests) tests.push_back(&test);
  return tests;
}

}  // namespace grader
