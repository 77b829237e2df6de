// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/git.hpp>
#include <grader/course/starter_files.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace grader {

namespace {

constexpr int lines_min = 30;
constexpr int lines_max = 150;

// A learner has edited the starter and left the solution alone; an author edits both.
bool is_learners(const Course& course, const Starter& starter) {
  return is_edited(course.root, starter.path) && !is_edited(course.root, starter.solution);
}

void check_starter(const Course& course, const Starter& starter, CheckReport& report) {
  if (!std::filesystem::exists(course.root / starter.path)) {
    report.add(starter.path, say("starter.missing", starter.path, starter.solution));
    return;
  }
  const std::string text = read_text(course.root / starter.path);
  const int line = first_difference(text, starter.text);
  if (line == 0) return;
  if (is_learners(course, starter))
    report.notes.push_back(say("check.starter-edited", starter.path));
  else
    report.add(starter.path + ":" + std::to_string(line),
               say("check.starter-differs", starter.solution));
}

// A task's regions stand in the task's files, and in all of them.
void check_files(const Lab& lab, const std::vector<Starter>& starters, CheckReport& report) {
  std::set<std::string> present;
  for (const Starter& starter : starters) {
    const std::string inside = starter.path.substr(("labs/" + lab.folder + "/").size());
    present.insert(inside);
    if (starter.regions.empty()) continue;
    const std::string& id = starter.regions.front().task;
    const auto task = std::find_if(lab.tasks.begin(), lab.tasks.end(),
                                   [&](const Task& one) { return one.id == id; });
    if (task == lab.tasks.end())
      report.add(starter.solution, say("check.region-task", id));
    else if (std::find(task->files.begin(), task->files.end(), inside) == task->files.end())
      report.add(starter.solution, say("check.region-file", id, inside));
  }
  for (const Task& task : lab.tasks)
    for (const std::string& file : task.files)
      if (present.count(file) == 0) report.add(task.id, say("check.no-file", file));
}

void check_region_lines(const Lab& lab, const std::vector<Starter>& starters, CheckReport& report) {
  std::map<std::string, int> lines;
  for (const Starter& starter : starters)
    for (const Region& region : starter.regions)
      if (!region.is_extra) lines[region.task] += static_cast<int>(region.body.size());
  std::vector<std::string> words;
  for (const Task& task : lab.tasks) {
    const int count = lines[task.id];
    words.push_back(task.id + " " + std::to_string(count));
    if (count < lines_min || count > lines_max)
      report.add(task.id, say("check.region-lines", count, lines_min, lines_max));
  }
  report.totals.push_back(
      say("check.total-lines", lab.id, fmt::format("{}", fmt::join(words, ", "))));
}

// Files beside the starters: a learner's own are welcome, ours would be strays.
void check_stray(const Course& course, const Lab& lab, const std::vector<Starter>& starters,
                 CheckReport& report) {
  const auto tracked = tracked_files(course.root);
  if (!tracked) return;
  const std::string folder = "labs/" + lab.folder + "/src/";
  for (const std::string& file : *tracked) {
    if (file.rfind(folder, 0) != 0) continue;
    const bool is_known = std::any_of(starters.begin(), starters.end(),
                                      [&](const Starter& one) { return one.path == file; });
    if (!is_known) report.add(file, say("check.stray-starter"));
  }
}

}  // namespace

void check_starters(const Course& course, CheckReport& report) {
  for (const Lab& lab : course.labs) {
    if (!std::filesystem::exists(course.root / "solutions" / lab.folder)) {
      report.notes.push_back(say("check.no-solutions", lab.id));
      continue;
    }
    std::vector<Starter> starters;
    try {
      starters = derive_starters(course.root, lab);
    } catch (const CourseError& fault) {
      report.add("solutions/" + lab.folder, fault.what());
      continue;
    }
    for (const Starter& starter : starters) check_starter(course, starter, report);
    check_files(lab, starters, report);
    check_region_lines(lab, starters, report);
    check_stray(course, lab, starters, report);
  }
}

}  // namespace grader
