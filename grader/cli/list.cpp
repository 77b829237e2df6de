// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade list: the labs and their tasks; of a lab or a task, its tests too.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/course/sources.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace grader {

namespace {

void print_task(const Course& course, const Task& task) {
  const auto tests = course.tests_of(task);
  const auto hidden =
      std::count_if(tests.begin(), tests.end(), [](const Test* test) { return test->is_hidden; });
  const std::string points = say(task.is_core ? "list.points" : "list.bonus", task.points);
  const std::string minutes = say(task.is_measured ? "list.minutes-measured" : "list.minutes-guess",
                                  task.minutes_low, task.minutes_high);
  const std::string counts = say("list.tests", static_cast<long>(tests.size()) - hidden, hidden);
  fmt::print("  {}  {:<38}  {:<10}  {:<22}  {}\n", task.id, task.title, points, minutes, counts);
}

void print_tests(const Course& course, const std::vector<const Test*>& tests) {
  const SourceTests sources = scan_tests(course.root, course.labs);
  for (const Test* test : tests) {
    const SourceTest* source = sources.find(test->id);
    const std::string title = source == nullptr ? say("list.not-here") : source->title;
    if (test->is_hidden)
      fmt::print("  {:<7} {}\n", test->id, say("list.hidden", test->sibling));
    else
      fmt::print("  {:<7} {}\n", test->id, title);
  }
}

void list(Context& context, const std::vector<std::string>& words) {
  const Course& course = context.course();
  if (!words.empty()) return print_tests(course, select(course, words, false));
  for (const Lab& lab : course.labs) {
    fmt::print("{}\n", say("list.lab", lab.id, lab.title, (lab.minutes + 30) / 60));
    for (const Task& task : lab.tasks) print_task(course, task);
  }
}

}  // namespace

void add_list(Arguments& arguments, Context& context) {
  auto words = std::make_shared<std::vector<std::string>>();
  arguments.verb("list", say("list.about"))
      .operand("what", *words, say("list.what"), "[WHAT...]")
      .example(say("list.example"))
      .action([&context, words] { list(context, *words); });
}

}  // namespace grader
