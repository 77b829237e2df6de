// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade explain WHAT: a test, a task, a rule or a verdict in plain words.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/course/nearest.hpp>
#include <grader/course/sources.hpp>
#include <grader/gradebook/progress.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <memory>

#include <algorithm>
#include <cctype>

namespace grader {

namespace {

std::vector<std::string> verdict_words() {
  std::vector<std::string> words;
  for (int i = 0; i <= static_cast<int>(Verdict::skipped); ++i)
    words.emplace_back(to_string(static_cast<Verdict>(i)));
  return words;
}

// "not implemented" and "not-implemented" are NOT_IMPLEMENTED too.
std::optional<Verdict> verdict_meant(std::string word) {
  for (char& c : word)
    c = c == ' ' || c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return verdict_of(word);
}

void explain_verdict(Verdict verdict) {
  const std::string word(to_string(verdict));
  fmt::print("{}\n", word);
  for (const char* const part : {"means", "cause", "next"})
    fmt::print("  {}\n", say("explain.verdict-" + word + "-" + part));
}

void print_rule(const Rule& rule) {
  fmt::print("{}\n  {}\n", say("explain.rule", rule.id, rule.sentence),
             say("explain.source", rule.source));
  if (rule.is_referees) fmt::print("  {}\n", say("explain.referee"));
}

void explain_rule(const Course& course, const Rule& rule) {
  print_rule(rule);
  const SourceTests sources = scan_tests(course.root, course.labs);
  fmt::print("{}\n", say("explain.checked-by"));
  for (const Lab& lab : course.labs) {
    for (const Test& test : lab.tests) {
      if (test.rule != rule.id || test.is_hidden) continue;
      const SourceTest* source = sources.find(test.id);
      fmt::print("  {}  {}\n", test.id, source == nullptr ? "" : source->title);
    }
  }
}

void explain_task(const Course& course, const Task& task) {
  const Lab& lab = course.lab_of(task);
  fmt::print("{}\n", say(task.is_core ? "explain.task-core" : "explain.task-stretch", task.id,
                         task.title, task.points));
  for (const std::string& file : task.files)
    fmt::print("  {}\n", say("explain.your-file", "labs/" + lab.folder + "/" + file));
  for (const std::string& used : task.uses) fmt::print("  {}\n", say("explain.uses", used));
  fmt::print("  {}\n", say("explain.chapter", task.chapter));
  fmt::print("  {}\n",
             say(task.is_measured ? "standing.minutes-measured" : "standing.minutes-guess",
                 task.minutes_low, task.minutes_high));
  fmt::print("  {}\n", say("explain.run", task.id));
}

int weight_of(const Course& course, const Task& task) {
  int weight = 0;
  for (const Test* test : course.tests_of(task)) weight += test->weight;
  return weight;
}

void print_progress(const Course& course, const Test& test) {
  LearnerProgress progress(course.root);
  const auto tests = progress.tests();
  const auto found = tests.find(test.id);
  if (found != tests.end())
    fmt::print("  {}\n",
               say("explain.last", to_string(found->second.last), found->second.attempts));
}

void explain_test(const Course& course, const Test& test) {
  const Task& task = course.task_of(test);
  const SourceTests sources = scan_tests(course.root, course.labs);
  if (test.is_hidden) {
    const SourceTest* sibling = sources.find(test.sibling);
    fmt::print("{}\n", say("explain.hidden", test.id, test.sibling,
                           sibling == nullptr ? "" : sibling->title));
  } else if (const SourceTest* source = sources.find(test.id)) {
    fmt::print("{} {}\n  {}\n", test.id, source->title,
               say("explain.test-source", source->file, source->line));
  } else {
    fmt::print("{} {}\n", test.id, say("list.not-here"));
  }
  print_rule(*course.rule(test.rule));
  fmt::print("  {}\n",
             say("explain.of-task", task.id, task.title, test.weight, weight_of(course, task)));
  for (const std::string& file : task.files)
    fmt::print("  {}\n",
               say("explain.your-file", "labs/" + course.lab_of(task).folder + "/" + file));
  const auto& modes = test.modes;
  const bool is_needed = std::find(modes.begin(), modes.end(), "none") == modes.end();
  for (const std::string& mode : modes)
    if (mode != "none")
      fmt::print("  {}\n", say(is_needed ? "explain.mode" : "explain.mode-too", mode));
  print_progress(course, test);
  fmt::print("  {}\n", say(test.is_hidden ? "explain.run-hidden" : "explain.run-test", test.id));
}

[[noreturn]] void fail_unknown(const Course& course, const std::string& word) {
  std::vector<std::string> known = verdict_words();
  for (const Lab& lab : course.labs) {
    for (const Task& task : lab.tasks) known.push_back(task.id);
    for (const Test& test : lab.tests) known.push_back(test.id);
    for (const Rule& rule : lab.rules) known.push_back(rule.id);
  }
  throw UsageError(say("explain.unknown", word, did_you_mean(word, known)));
}

void explain(Context& context, const std::string& word) {
  const Course& course = context.course();
  if (const Test* test = course.test(word)) return explain_test(course, *test);
  if (const Task* task = course.task(word)) return explain_task(course, *task);
  if (const Rule* rule = course.rule(word)) return explain_rule(course, *rule);
  if (const auto verdict = verdict_meant(word)) return explain_verdict(*verdict);
  fail_unknown(course, word);
}

}  // namespace

void add_explain(Arguments& arguments, Context& context) {
  auto what = std::make_shared<std::string>();
  arguments.verb("explain", say("explain.about"))
      .operand("what", *what, say("explain.what"), "WHAT", true)
      .example(say("explain.example"))
      .action([&context, what] { explain(context, *what); });
}

}  // namespace grader
