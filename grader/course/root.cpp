// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/report/catalogue.hpp>

namespace grader {

namespace {

bool is_root(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder / "grade", ignored) &&
         std::filesystem::is_directory(folder / "labs", ignored);
}

}  // namespace

std::filesystem::path find_root(const std::filesystem::path& start) {
  std::filesystem::path folder = std::filesystem::weakly_canonical(start);
  for (;;) {
    if (is_root(folder)) return folder;
    if (!folder.has_relative_path()) throw UsageError(say("usage.no-course-here", start.string()));
    folder = folder.parent_path();
  }
}

}  // namespace grader
