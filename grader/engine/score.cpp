// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/score.hpp>

#include <algorithm>

namespace grader {
namespace {

int weight_of(const Course& course, const Task& task) {
  int total = 0;
  for (const Test* test : course.tests_of(task)) total += test->weight;
  return total;
}

void score_task(const Course& course, LabResult& lab, TaskResult& task) {
  const Task& entry = *course.task(task.id);
  const int weights = weight_of(course, entry);
  for (TestResult& test : task.tests) {
    const int weight = course.test(test.id)->weight;
    test.max = Points(static_cast<std::int64_t>(entry.points) * weight, weights);
    if (test.verdict == Verdict::pass) test.score = test.max;
    if (test.verdict == Verdict::skipped) {
      lab.not_judged += test.max;
      continue;
    }
    task.max += test.max;
    task.score += test.score;
  }
  (task.is_core ? lab.score : lab.bonus) += task.score;
  (task.is_core ? lab.max : lab.bonus_max) += task.max;
}

}  // namespace

void score(const Course& course, RunResult& run) {
  for (LabResult& lab : run.labs)
    for (TaskResult& task : lab.tasks) score_task(course, lab, task);
}

int exit_code_for(const RunResult& run) {
  bool is_all_passed = true;
  bool is_nothing_built = true;
  bool is_refused = false;
  for (const LabResult& lab : run.labs) {
    for (const TaskResult& task : lab.tasks) {
      for (const TestResult& test : task.tests) {
        if (test.verdict == Verdict::grader_error) return 70;
        if (test.verdict == Verdict::skipped) continue;
        is_all_passed = is_all_passed && test.verdict == Verdict::pass;
        is_refused = is_refused || test.verdict == Verdict::refused;
        is_nothing_built = is_nothing_built && (test.verdict == Verdict::build ||
                                                test.verdict == Verdict::refused);
      }
    }
  }
  if (is_all_passed) return 0;
  if (!is_nothing_built) return 1;
  return is_refused ? 4 : 3;
}

}  // namespace grader
