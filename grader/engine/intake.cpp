// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/sources.hpp>
#include <grader/engine/intake.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <set>

namespace grader {
namespace fs = std::filesystem;
namespace {

std::set<std::string> files_of(const Lab& lab) {
  std::set<std::string> files;
  for (const Task& task : lab.tasks) files.insert(task.files.begin(), task.files.end());
  return files;
}

}  // namespace

void take_in(const Course& course, RunResult& run) {
  for (LabResult& result : run.labs) {
    const Lab& lab = *course.lab(result.id);
    const fs::path folder = course.root / "labs" / lab.folder;
    const std::set<std::string> known = files_of(lab);
    for (const std::string& file : known)
      if (!fs::exists(folder / file))
        throw UsageError(say("intake.missing", (fs::path("labs") / lab.folder / file).string()));
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "src", ignored)) {
      const std::string name = entry.path().lexically_relative(folder).string();
      if (entry.is_regular_file() && !known.contains(name)) result.added_files.push_back(name);
    }
    std::sort(result.added_files.begin(), result.added_files.end());
  }
}

std::string title_of(const Course& course, const Test& test) {
  static SourceTests sources;  // of one course a process
  static fs::path read_from;
  if (read_from != course.root) {
    read_from = course.root;
    sources = scan_tests(course.root, course.labs);
  }
  const SourceTest* found = sources.find(test.id);
  return found == nullptr ? "" : found->title;
}

}  // namespace grader
