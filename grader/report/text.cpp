// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/report.hpp>

#include <fmt/format.h>

namespace grader {

std::string text_report(const RunResult& run, const Course& course, const ReportOptions& options) {
  static_cast<void>(course);
  static_cast<void>(options);
  std::string text;
  for (const LabResult& lab : run.labs) {
    for (const TaskResult& task : lab.tasks)
      for (const TestResult& test : task.tests)
        text += fmt::format("{:<8} {:<15} {}\n", test.id, to_string(test.verdict), test.title);
    text += fmt::format("{} {}  {}/{}\n", lab.id, lab.title, lab.score.text(), lab.max.text());
  }
  return text;
}

}  // namespace grader
