// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// From a solution to the starter that a learner begins with.
//
//     // BEGIN SOLUTION(3b)
//     // STUB: not_implemented("3b", "append an entry to the log");
//     ...the real body...
//     // END SOLUTION
//
// Interface:
//   strip(text, name)     the starter's text and the regions that were taken out; `name` is the
//                         file as faults tell it
//   name_of(region)       "make", "operator*", or "" for what is no single function
//
// A marker is alone on its line. Stub lines come first and stand in the starter as written, at the
// marker's indentation; an empty stub stands for nothing. A region has at least one stub line. A
// file holds the regions of one task. BEGIN SOLUTION(3b, extra) marks what the reference has beyond
// the task: no learner has to write it. A fault is a CourseError that begins "file:line:".
// Thread rule: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Region {
  std::string task;
  int line = 0;                        // of its BEGIN, in the solution
  bool is_extra = false;               // beyond what the task asks for
  std::vector<std::string> contract;   // the comment above the function, if there is one
  std::vector<std::string> signature;  // the function's head; empty: not one function's body
  std::vector<std::string> body;       // the solution, without markers and stubs
};

struct Stripped {
  std::string text;
  std::vector<Region> regions;
};

Stripped strip(std::string_view text, const std::string& name);
std::string name_of(const Region& region);

}  // namespace grader
