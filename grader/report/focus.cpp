// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/focus.hpp>

#include <algorithm>
#include <cassert>

namespace grader {

std::vector<const TestResult*> open_tests(const RunResult& run) {
  std::vector<const TestResult*> open;
  for (const LabResult& lab : run.labs)
    for (const TaskResult& task : lab.tasks)
      for (const TestResult& test : task.tests)
        if (test.verdict != Verdict::pass && test.verdict != Verdict::skipped)
          open.push_back(&test);
  return open;
}

RunResult only_test(const RunResult& run, const std::string& id) {
  RunResult one = run;
  for (LabResult& lab : one.labs) {
    for (TaskResult& task : lab.tasks)
      std::erase_if(task.tests, [&](const TestResult& test) { return test.id != id; });
    std::erase_if(lab.tasks, [](const TaskResult& task) { return task.tests.empty(); });
  }
  std::erase_if(one.labs, [](const LabResult& lab) { return lab.tasks.empty(); });
  assert(!one.labs.empty());
  return one;
}

}  // namespace grader
