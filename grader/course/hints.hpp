// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The hints of a lab, from its hints.md: three rungs a task, a nudge, where to look, how to do it.
//
//     ## 1a
//     ### 1. Nudge
//     Say aloud who destroys the value...
//
// Interface: read_hints(root, lab) gives each task's rungs in order; a task without any is absent.
// Thread rule: pure, but for reading the file.
#pragma once

#include <grader/course/manifest.hpp>

#include <map>
#include <string>
#include <vector>

namespace grader {

inline constexpr int rungs_of_a_task = 3;

struct Rung {
  int number = 0;
  std::string title;
  std::string text;  // without blank lines around it
};

std::map<std::string, std::vector<Rung>> read_hints(const std::filesystem::path& root,
                                                    const Lab& lab);

}  // namespace grader
