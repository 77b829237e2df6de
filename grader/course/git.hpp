// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What git knows of the course, where there is git.
//
// Interface (paths are relative to `root`, with slashes):
//   committed_text(root, path)   the file as it is in HEAD; nothing without git, or if it isn't
//   tracked_files(root)          what `git ls-files` lists; nothing without git
//   is_edited(root, path)        does the file differ from HEAD? false where git can't tell
//
// Thread rule: as os::run_process.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace grader {

std::optional<std::string> committed_text(const std::filesystem::path& root,
                                          const std::string& path);
std::optional<std::vector<std::string>> tracked_files(const std::filesystem::path& root);
bool is_edited(const std::filesystem::path& root, const std::string& path);

}  // namespace grader
