// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/ask.hpp>
#include <grader/course/nearest.hpp>
#include <grader/gradebook/standing.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <iostream>

namespace grader {

bool confirm(const Context& context, const std::string& question, bool yes) {
  if (yes) return true;
  if (!context.is_interactive()) throw UsageError(say("ask.no-terminal", question));
  fmt::print("{} {} ", question, say("ask.yes-or-no"));
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

const Task& task_named(const Course& course, const std::string& word) {
  if (const Task* task = course.task(word)) return *task;
  if (const Test* test = course.test(word)) return course.task_of(*test);
  std::vector<std::string> known;
  for (const Lab& lab : course.labs)
    for (const Task& task : lab.tasks) known.push_back(task.id);
  throw UsageError(say("usage.unknown-task", word, did_you_mean(word, known)));
}

const Task* where_now(const Course& course, LearnerProgress& progress) {
  const auto standings = standing(course, progress.tests());
  const TaskStanding* next = next_task(standings, progress.last_task());
  return next == nullptr ? nullptr : next->task;
}

}  // namespace grader
