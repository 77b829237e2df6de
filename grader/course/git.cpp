// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/git.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/os.hpp>

namespace grader {

namespace {

std::optional<std::string> git(const std::filesystem::path& root, std::vector<std::string> words) {
  os::Command command;
  command.arguments = {"git", "-C", root.string()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  const os::Completed completed = os::run_process(command);
  if (!completed.was_started || completed.status != 0) return std::nullopt;
  return completed.output;
}

}  // namespace

std::optional<std::string> committed_text(const std::filesystem::path& root,
                                          const std::string& path) {
  return git(root, {"show", "HEAD:./" + path});
}

std::optional<std::vector<std::string>> tracked_files(const std::filesystem::path& root) {
  const auto output = git(root, {"-c", "core.quotePath=false", "ls-files"});
  if (!output) return std::nullopt;
  return lines_of(*output);
}

bool is_edited(const std::filesystem::path& root, const std::string& path) {
  const auto committed = committed_text(root, path);
  if (!committed) return false;
  return !std::filesystem::exists(root / path) || read_text(root / path) != *committed;
}

}  // namespace grader
