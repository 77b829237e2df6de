// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/report.hpp>

namespace grader {

std::string write_report(Format format, const RunResult& run, const Course& course,
                         const ReportOptions& options) {
  switch (format) {
    case Format::text:
      return text_report(run, course, options);
    case Format::json:
      return json_report(run);
    case Format::junit:
      return junit_report(run, course);
    case Format::gradescope:
      return gradescope_report(run, course);
    case Format::exercism:
      return exercism_report(run, course);
    case Format::github:
      return github_report(run, course);
  }
  return "";
}

}  // namespace grader
