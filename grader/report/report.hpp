// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One run, told in the words of whoever asked: a person, a script, a course platform.
//
// Interface: write_report(run, options) returns the whole text of the report; each format is one
// file of this folder, and each is written from RunResult alone.
// Thread rule: pure functions of their arguments and the catalogue.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

#include <string>

namespace grader {

enum class Format { text, json, junit, gradescope, exercism, github };

struct ReportOptions {
  bool color = false;
  bool verbose = false;  // text: unfold what is folded
  int columns = 100;
  bool is_plain = false;  // text: no terminal; nothing is cut, every test has a line of its own
};

std::string text_report(const RunResult& run, const Course& course, const ReportOptions& options);
std::string json_report(const RunResult& run);
std::string junit_report(const RunResult& run, const Course& course);
std::string gradescope_report(const RunResult& run, const Course& course);
std::string exercism_report(const RunResult& run, const Course& course);
std::string github_report(const RunResult& run, const Course& course);

std::string write_report(Format format, const RunResult& run, const Course& course,
                         const ReportOptions& options);

}  // namespace grader
