// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/gradebook/standing.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace grader {

namespace {

bool counts(const Test& test, bool has_hidden) {
  if (test.is_hidden && !has_hidden) return false;
  return test.modes.empty() ||
         std::find(test.modes.begin(), test.modes.end(), "none") != test.modes.end();
}

bool was_edited_after(const Course& course, const Lab& lab, const Task& task, std::int64_t at_s) {
  for (const std::string& file : task.files) {
    std::error_code error;
    const auto edited =
        std::filesystem::last_write_time(course.root / "labs" / lab.folder / file, error);
    if (error) return true;  // it was removed
    const auto since = std::chrono::file_clock::to_sys(edited).time_since_epoch();
    if (std::chrono::floor<std::chrono::seconds>(since).count() > at_s) return true;
  }
  return false;
}

}  // namespace

std::vector<TaskStanding> standing(const Course& course,
                                   const std::map<std::string, TestProgress>& tests) {
  std::vector<TaskStanding> standings;
  for (const Lab& lab : course.labs) {
    const bool has_hidden = std::filesystem::exists(course.root / "grader/hidden" / lab.folder);
    for (const Task& task : lab.tasks) {
      TaskStanding one{&lab, &task};
      std::int64_t at_s = 0;
      for (const Test* test : course.tests_of(task)) {
        if (!counts(*test, has_hidden)) continue;
        ++one.total;
        const auto found = tests.find(test->id);
        if (found == tests.end()) continue;
        at_s = std::max(at_s, found->second.at_s);
        if (found->second.last == Verdict::pass)
          ++one.passed;
        else if (found->second.last != Verdict::not_implemented)
          ++one.tried;
      }
      one.is_stale = at_s != 0 && was_edited_after(course, lab, task, at_s);
      standings.push_back(one);
    }
  }
  return standings;
}

const TaskStanding* next_task(const std::vector<TaskStanding>& standings,
                              const std::string& last_task) {
  for (const TaskStanding& one : standings)
    if (one.task->id == last_task && !one.is_done()) return &one;
  const Lab* last_lab = nullptr;  // who began with lab 03 goes on in lab 03
  for (const TaskStanding& one : standings)
    if (one.task->id == last_task) last_lab = one.lab;
  const auto first_open = [&](const Lab* lab, bool is_core) -> const TaskStanding* {
    for (const TaskStanding& one : standings)
      if ((lab == nullptr || one.lab == lab) && one.task->is_core == is_core && !one.is_done())
        return &one;
    return nullptr;
  };
  if (last_lab != nullptr)
    if (const TaskStanding* const open = first_open(last_lab, true)) return open;
  for (const bool is_core : {true, false})
    if (const TaskStanding* const open = first_open(nullptr, is_core)) return open;
  return nullptr;
}

bool core_is_done(const std::vector<TaskStanding>& standings, const Lab& lab) {
  return std::all_of(standings.begin(), standings.end(), [&](const TaskStanding& one) {
    return one.lab != &lab || !one.task->is_core || one.is_done();
  });
}

}  // namespace grader
