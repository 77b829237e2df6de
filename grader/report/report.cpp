// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/report.hpp>

#include <stdexcept>

namespace grader {

std::string write_report(Format format, const RunResult& run, const Course& course,
                         const ReportOptions& options) {
  switch (format) {
    case Format::text: return text_report(run, course, options);
    default: throw UsageError("only --format text is written so far");
  }
}

}  // namespace grader
