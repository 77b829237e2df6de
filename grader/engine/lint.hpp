// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Advice beyond right and wrong: clang-tidy with a set of checks chosen for teaching.
//
// Interface:
//   lint_checks()                    the checks; each has a sentence and a reason in the catalogue,
//                                    "lint.<check>" and "lint.<check>.why"
//   find_clang_tidy()                the command, of version 16 or later; empty if there is none
//   lint(tool, job)                  the findings in the job's files, in their order
//   lint_job(course, lab, tree)      a lab's src/ folder, through a unit that is generated
//
// A header of templates says little until it is used: where grader/course/lint/NN-name.cpp is
// there, the unit includes it, and it instantiates the lab's templates. If the learner's headers do
// not fit it, the headers alone are linted.
// Invariants: a function whose body is still a stub is not criticised; one place is told once.
// Thread rule: one lint() of a lab at a time.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct LintCheck {
  const char* name;
  bool is_for_labs;  // else for practice alone: its advice is not always right for a lab
};
const std::vector<LintCheck>& lint_checks();

struct LintFinding {
  std::string check;
  std::string file;  // relative to the root where it lies below it
  unsigned line = 0;
  std::string message;  // clang-tidy's own words
};

struct LintJob {
  std::filesystem::path root;
  std::vector<std::filesystem::path> units;       // what clang-tidy is given
  std::vector<std::filesystem::path> fallback;    // and what, if those do not compile
  std::vector<std::filesystem::path> includes;
  std::filesystem::path judged;                   // only findings below this folder count
  bool is_practice = false;
};

struct LintResult {
  std::vector<LintFinding> findings;
  std::string error;  // the first, "file:line: sentence", if the code does not compile
};

std::string find_clang_tidy();
LintJob lint_job(const Course& course, const Lab& lab, Tree tree);
LintResult lint(const std::string& tool, const LintJob& job);

// For tests: what clang-tidy printed, as findings; errors have the check "clang-diagnostic-error".
std::vector<LintFinding> parse_clang_tidy(std::string_view output,
                                          const std::filesystem::path& root);

}  // namespace grader
