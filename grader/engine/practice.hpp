// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Ten small faulty files of a lab, to mend until lint is content: what rustlings are to Rust.
//
// Interface:
//   lay_out_practice(course, lab)       copies what is missing to .grader/practice/NN; the files
//   judge_practice(tool, root, files)   of each file, whether it is mended, and its findings
//
// Invariant: a file that the learner has is never written to. To begin anew, remove it.
// Thread rule: as the file system.
#pragma once

#include <grader/engine/lint.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct PracticeFile {
  std::filesystem::path file;
  std::vector<LintFinding> findings;
  std::string error;  // if it does not compile

  bool is_mended() const { return findings.empty() && error.empty(); }
};

std::vector<std::filesystem::path> lay_out_practice(const Course& course, const Lab& lab);

std::vector<PracticeFile> judge_practice(const std::string& tool,
                                         const std::filesystem::path& root,
                                         const std::vector<std::filesystem::path>& files);

}  // namespace grader
