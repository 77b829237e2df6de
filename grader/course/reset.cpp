// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/nearest.hpp>
#include <grader/course/reset.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>

namespace grader {

namespace fs = std::filesystem;

namespace {

std::vector<Starter> starters_of_task(const Course& course, const Task& task) {
  const Lab& lab = course.lab_of(task);
  std::vector<Starter> result;
  for (Starter& starter : derive_starters(course.root, lab)) {
    const std::string inside = starter.path.substr(("labs/" + lab.folder + "/").size());
    if (std::find(task.files.begin(), task.files.end(), inside) != task.files.end())
      result.push_back(std::move(starter));
  }
  return result;
}

// Does `path` end with `tail`, on a border between folders?
bool ends_with(const std::string& path, const std::string& tail) {
  if (path == tail) return true;
  return path.size() > tail.size() && path[path.size() - tail.size() - 1] == '/' &&
         path.compare(path.size() - tail.size(), tail.size(), tail) == 0;
}

}  // namespace

std::vector<Starter> files_named(const Course& course, const std::string& word,
                                 const fs::path& here) {
  if (const Task* task = course.task(word)) return starters_of_task(course, *task);
  const std::string from_here =
      fs::relative(fs::weakly_canonical(here / word), fs::weakly_canonical(course.root))
          .generic_string();
  std::vector<Starter> matching;
  std::vector<std::string> known;
  for (const Lab& lab : course.labs) {
    for (const Task& task : lab.tasks) known.push_back(task.id);
    for (Starter& starter : derive_starters(course.root, lab)) {
      known.push_back(starter.path);
      known.push_back(fs::path(starter.path).filename().string());
      if (starter.path == from_here) return {std::move(starter)};
      if (ends_with(starter.path, word)) matching.push_back(std::move(starter));
    }
  }
  if (matching.size() > 1) throw UsageError(say("reset.ambiguous", word, matching[0].path));
  if (matching.empty()) throw UsageError(say("reset.unknown", word, did_you_mean(word, known)));
  return matching;
}

fs::path backup_folder(const fs::path& root, const std::string& stamp) {
  const fs::path parent = root / ".grader/backup";
  fs::path folder = parent / stamp;
  for (int number = 2; fs::exists(folder); ++number)
    folder = parent / (stamp + "-" + std::to_string(number));
  return folder;
}

void reset(const fs::path& root, const Starter& starter, const fs::path& backup) {
  const fs::path file = root / starter.path;
  if (fs::exists(file)) {
    fs::create_directories((backup / starter.path).parent_path());
    fs::copy_file(file, backup / starter.path);
  }
  restore_starter(root, starter);
}

}  // namespace grader
