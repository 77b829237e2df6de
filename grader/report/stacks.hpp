// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A sanitizer's report or a debugger's stacks, without what tells a learner nothing.
//
// Interface:
//   tidy_stacks(text, root)   paths relative to the root; addresses, modules and process numbers
//                             gone; of each stack its top and the frames that lie in the course
//   own_place(text)           of a tidy text: the first line of the learner's own files, if any
//
// Thread rule: pure functions.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace grader {

std::string tidy_stacks(std::string_view text, const std::filesystem::path& root);

struct OwnPlace {
  std::string file;
  unsigned line = 0;
};
std::optional<OwnPlace> own_place(std::string_view tidy_text);

}  // namespace grader
