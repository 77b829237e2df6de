// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Unified patches, which mutants and abuses are kept as.
//
// Interface:
//   read_patch(text)               the files that a patch changes, and how
//   apply_patch(change, original)  the changed text of one of them
//
// A patch fits only if every line of its context does; it may stand at other line numbers than it
// says, because the file grew above it. Faults are a CourseError that names the hunk.
// Thread rule: pure functions of their arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Hunk {
  int line = 1;                       // where it stood in the original, from 1
  std::vector<std::string> original;  // context and removed lines
  std::vector<std::string> changed;   // context and added lines
};

struct FileChange {
  std::string file;  // relative to the root: "solutions/01-ownership/src/patina/box.hpp"
  std::vector<Hunk> hunks;
};

std::vector<FileChange> read_patch(std::string_view text);
std::string apply_patch(const FileChange& change, std::string_view original);

}  // namespace grader
