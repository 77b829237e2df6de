// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the grader is proved with: known-wrong submissions (mutants) and right-but-different ones
// (alternates), as their folders describe them (GRADER.md, "Mutants, alternates, abuse").
//
// Interface: load_mutants(course), load_alternates(course), sorted by id. A note that is malformed
// or names a task or test that does not exist is a CourseError.
//   sample(ids, text, count)   so many of them, chosen by the text: the same on every machine, and
//                              over many texts each has its turn
// Thread rule: pure, but for reading files.
#pragma once

#include <grader/course/manifest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

struct Mutant {
  std::string id;
  std::string task;
  std::string mode;  // plain, asan, tsan, explore
  std::vector<std::string> killed_by;
  std::string verdict;
  std::string rule;
  std::string what;
  std::string source;
  std::filesystem::path folder;  // holds patch.diff
};

struct Alternate {
  std::string id;
  std::string task;
  std::string what;
  std::filesystem::path folder;  // holds src/, files that replace the solution's
};

std::vector<Mutant> load_mutants(const Course& course);
std::vector<Alternate> load_alternates(const Course& course);

// Sorted. All, if there are no more than `count`.
std::vector<std::string> sample(std::vector<std::string> ids, const std::string& text,
                                std::size_t count);

}  // namespace grader
