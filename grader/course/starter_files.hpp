// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The starters of a lab: labs/NN/src, derived from solutions/NN/src.
//
// Interface:
//   derive_starters(root, lab)        every file of the starter, with the regions taken out of it
//   first_difference(text, other)     the number of the first line that differs; 0: none does
//   write_starter(root, starter)      writes it unless the learner edited what is there
//   restore_starter(root, starter)    writes it whatever is there; the caller keeps a backup
//
// A file is the learner's once it differs from the starter, from git's HEAD and from what was last
// written; what was last written is kept under .grader/starter/.
// Thread rule: the main thread alone.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/course/starter.hpp>

#include <string>
#include <vector>

namespace grader {

struct Starter {
  std::string path;      // "labs/01-ownership/src/patina/box.hpp"
  std::string solution;  // "solutions/01-ownership/src/patina/box.hpp"
  std::string text;
  std::vector<Region> regions;
};

enum class Written { same, written, kept };

std::vector<Starter> derive_starters(const std::filesystem::path& root, const Lab& lab);
int first_difference(std::string_view text, std::string_view other);
Written write_starter(const std::filesystem::path& root, const Starter& starter);
void restore_starter(const std::filesystem::path& root, const Starter& starter);

}  // namespace grader
