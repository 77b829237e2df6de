// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade hint 1b: the next of the three rungs of a task's hints.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/course/hints.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace grader {

namespace {

const Task& task_meant(const Course& course, LearnerProgress& progress, const std::string& word) {
  if (!word.empty()) return task_named(course, word);
  const Task* task = where_now(course, progress);
  if (task == nullptr) throw UsageError(say("hint.all-done"));
  return *task;
}

std::vector<Rung> rungs_of(const Course& course, const Task& task) {
  auto hints = read_hints(course.root, course.lab_of(task));
  if (hints[task.id].empty())
    throw CourseError(say("hint.none", course.lab_of(task).folder, task.id));
  return hints[task.id];
}

void print_rung(const Task& task, const Rung& rung) {
  fmt::print("{}\n\n{}\n\n", say("hint.heading", task.id, rung.number, rungs_of_a_task, rung.title),
             rung.text);
}

void hint(Context& context, const std::string& word, bool only_seen) {
  const Course& course = context.course();
  LearnerProgress progress(course.root);
  const Task& task = task_meant(course, progress, word);
  const std::vector<Rung> rungs = rungs_of(course, task);
  const int count = static_cast<int>(rungs.size());
  const int taken = std::min(progress.hints_taken(task.id), count);
  if (only_seen) {
    for (int i = 0; i < taken; ++i) print_rung(task, rungs[static_cast<std::size_t>(i)]);
    fmt::print("{}\n", say("hint.seen", taken, count, task.id));
    return;
  }
  if (taken == count) {
    fmt::print("{}\n", say("hint.no-more", task.id, count));
    return;
  }
  print_rung(task, rungs[static_cast<std::size_t>(taken)]);
  progress.take_hint(task.id, taken + 1, seconds_now());
  fmt::print("{}\n", say(taken + 1 < count ? "hint.next" : "hint.last", task.id));
  if (!progress.notice().empty()) fmt::print("{}\n", progress.notice());
}

}  // namespace

void show_hint(Context& context, const std::string& task) { hint(context, task, false); }

void add_hint(Arguments& arguments, Context& context) {
  auto task = std::make_shared<std::string>();
  auto only_seen = std::make_shared<bool>(false);
  arguments.verb("hint", say("hint.about"))
      .operand("task", *task, say("hint.task"), "[TASK]")
      .flag("--seen", *only_seen, say("hint.only-seen"))
      .example(say("hint.example"))
      .action([&context, task, only_seen] { hint(context, *task, *only_seen); });
}

}  // namespace grader
