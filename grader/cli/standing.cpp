// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade without a verb: where the learner stands, and what to do next.
#include <grader/cli/context.hpp>
#include <grader/course/hints.hpp>
#include <grader/gradebook/standing.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

namespace grader {

namespace {

std::string state_of(const TaskStanding& one) {
  if (one.is_stale) return say("standing.stale");
  if (one.is_done()) return say("standing.done");
  return say(one.is_begun() ? "standing.begun" : "standing.open");
}

void print_tasks(const std::vector<TaskStanding>& standings, const TaskStanding* next) {
  const Lab* lab = nullptr;
  for (const TaskStanding& one : standings) {
    if (one.lab != lab) {
      lab = one.lab;
      const auto core =
          say(core_is_done(standings, *lab) ? "standing.core-done" : "standing.core-open");
      fmt::print("{}\n", say("standing.lab", lab->id, lab->title, core));
    }
    std::string row = fmt::format("{} {}  {:<44} {:>3}/{:<3} {} {}", &one == next ? ">" : " ",
                                  one.task->id, one.task->title, one.passed, one.total,
                                  state_of(one), one.task->is_core ? "" : say("standing.stretch"));
    row.erase(row.find_last_not_of(' ') + 1);
    fmt::print("{}\n", row);
  }
}

void print_next(const Course& course, const TaskStanding& next, LearnerProgress& progress) {
  const Task& task = *next.task;
  fmt::print("\n{}\n",
             say(next.is_begun() ? "standing.go-on" : "standing.next", task.id, task.title));
  for (const std::string& file : task.files)
    fmt::print("  {}\n", say("standing.edit", "labs/" + next.lab->folder + "/" + file));
  fmt::print("  {}\n",
             say("standing.read", "labs/" + next.lab->folder + "/README.md", task.chapter));
  fmt::print("  {}\n",
             say(task.is_measured ? "standing.minutes-measured" : "standing.minutes-guess",
                 task.minutes_low, task.minutes_high));
  fmt::print("  {}\n",
             say("standing.commands", task.id, progress.hints_taken(task.id), rungs_of_a_task));
  const Test* first = course.tests_of(task).empty() ? nullptr : course.tests_of(task).front();
  if (first != nullptr && !next.is_begun()) fmt::print("  {}\n", say("standing.first", first->id));
  fmt::print("{}\n", say("standing.stop", task.id));
}

}  // namespace

void show_standing(Context& context) {
  const Course& course = context.course();
  LearnerProgress progress(course.root);
  const auto standings = standing(course, progress.tests());
  const TaskStanding* next = next_task(standings, progress.last_task());
  print_tasks(standings, next);
  if (next == nullptr)
    fmt::print("\n{}\n", say("standing.all-done"));
  else
    print_next(course, *next, progress);
  if (!progress.notice().empty()) fmt::print("{}\n", progress.notice());
}

}  // namespace grader
