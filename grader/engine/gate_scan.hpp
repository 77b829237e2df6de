// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A C++ text without what is not code, for the gate.
//
// Interface: scan(text) splits each line into its code and its comments. Literals stay as "" and
// '' (also raw ones over several lines), except behind #include and _Pragma, where they matter;
// lines that end in a backslash are joined to the first of them, as the compiler does.
//
// ENSURES: `number` is the line in the text where the scanned line begins.
// Thread rule: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct ScannedLine {
  unsigned number = 0;
  std::string code;
  std::string comment;
  std::string whole;  // as it was written
};

std::vector<ScannedLine> scan(std::string_view text);

}  // namespace grader
