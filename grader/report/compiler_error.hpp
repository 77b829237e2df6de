// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Out of 300 lines of template, the one that the learner can mend.
//
// Interface: first_error(output, root) takes the raw output of GCC or Clang (or of the linker) and
// returns its first error, blamed on the innermost line of the learner's src/ that led there, else
// on the line of the test, else where the compiler stopped.
//
// ENSURES: `sentence` is never empty; `file` is relative to the root where it lies below it; the
// excerpt is at most about twenty lines: the source line with a caret, the way there, helpful
// notes. Thread rule: pure, but for reading the source line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

struct CompilerError {
  std::string sentence;  // the compiler's own words
  std::string file;      // empty if the error has no place
  unsigned line = 0;
  unsigned column = 0;
  std::string excerpt;
};

CompilerError first_error(std::string_view output, const std::filesystem::path& root);

}  // namespace grader
