// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The learner's report: the first failure in full, the rest folded, then what it all amounts to.
#include <grader/course/text.hpp>
#include <grader/report/campaigns.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/report/tally.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace grader {
namespace {

constexpr std::size_t no_wrapping = 100000;
constexpr std::size_t todo_indent = 8;

using Tests = std::vector<const TestResult*>;

template <class Wanted>
Tests tests_where(const RunResult& run, Wanted wanted) {
  Tests tests = tests_of(run);
  std::erase_if(tests, [&](const TestResult* test) { return !wanted(*test); });
  return tests;
}

std::string lines_for(const Teller& teller, const Tests& tests) {
  std::string text;
  std::set<std::string> reasons;  // few, for many tests
  for (const TestResult* test : tests) {
    text += test_line(teller, *test) + "\n";
    if (test->verdict == Verdict::skipped) reasons.insert(test->message);
  }
  for (const std::string& reason : reasons) text += say("report.skipped-why", reason) + "\n";
  return text;
}

// Hidden tests can be told least, so the first failure is a public one if there is any.
const TestResult* first_to_tell(const Tests& red) {
  const auto is_open = [](const TestResult* t) { return t->visibility == Visibility::open; };
  const auto found = std::find_if(red.begin(), red.end(), is_open);
  if (found != red.end()) return *found;
  return red.empty() ? nullptr : red.front();
}

bool has_same_place(const TestResult& one, const TestResult& other) {
  return one.failure && other.failure && one.failure->file == other.failure->file &&
         one.failure->line == other.failure->line;
}

std::string red_part(const Teller& teller, const Tests& red) {
  const TestResult* const first = first_to_tell(red);
  if (first == nullptr) return "";
  std::string text = failure_story(teller, *first) + "\n";
  Tests others;
  std::size_t same_build = 0;  // one error in a file stops all programs that include it
  for (const TestResult* test : red) {
    if (test == first) continue;
    const bool is_same = test->verdict == Verdict::build && first->verdict == Verdict::build &&
                         has_same_place(*test, *first);
    if (is_same && !teller.options.verbose)
      ++same_build;
    else
      others.push_back(test);
  }
  if (teller.options.verbose) {
    for (const TestResult* test : others) text += failure_story(teller, *test) + "\n";
    return text;
  }
  if (teller.options.is_plain) return text;  // the list of all tests follows
  if (same_build > 0) text += say("report.same-build", same_build) + "\n\n";
  if (others.empty()) return text;
  text += teller.paint.strong(say("report.also-failing", others.size())) + "\n";
  return text + lines_for(teller, others) + "\n";
}

std::string fault_part(const Teller& teller, const Tests& faults) {
  if (faults.empty()) return "";
  std::string text = teller.paint.strong(say("report.grader-fault")) + "\n";
  text += lines_for(teller, faults);
  for (const TestResult* test : faults) {
    if (test->message.empty()) continue;
    text += "  " + test->message + "\n";  // one reason stands for all: they mostly share it
    break;
  }
  return text + "\n";
}

// Where the first stub that was reached stands; the task may have several files.
std::string file_to_edit(const Teller& teller, const TaskResult& task, const Task& entry) {
  for (const TestResult& test : task.tests)
    if (is_learners_file(test.stub_file)) return test.stub_file;
  if (entry.files.empty()) return "";
  return "labs/" + teller.course.lab_of(entry).folder + "/" + entry.files.front();
}

// "todo  1b  Rc and Weak: 12 of 12 tests wait; about 60 to 150 min; edit labs/.../rc.hpp"
std::string todo_line(const Teller& teller, const TaskResult& task, std::size_t waiting) {
  const Task* entry = teller.course.task(task.id);
  std::string line = say("report.todo-task", task.id, task.title, waiting, task.tests.size());
  for (const TestResult& test : task.tests)
    if (test.verdict == Verdict::not_implemented && !test.needs.empty())
      return line + say("report.todo-needs", test.needs);
  if (entry == nullptr) return line;
  line += say("report.todo-minutes", entry->minutes_low, entry->minutes_high);
  if (const std::string file = file_to_edit(teller, task, *entry); !file.empty())
    line += say("report.todo-file", file);
  return line;
}

std::string todo_part(const Teller& teller, bool is_nothing_red) {
  std::string text;
  for (const LabResult& lab : teller.run.labs) {
    for (const TaskResult& task : lab.tasks) {
      const auto waiting =
          std::count_if(task.tests.begin(), task.tests.end(),
                        [](const TestResult& t) { return t.verdict == Verdict::not_implemented; });
      if (waiting == 0) continue;
      const std::string line = todo_line(teller, task, static_cast<std::size_t>(waiting));
      std::string begin = "  " + mark(teller, Verdict::not_implemented) + "  ";
      const auto append = [&](const std::string& words) {
        for (const std::string& part : wrap(words, teller.columns - todo_indent)) {
          text += begin + part + "\n";
          begin = std::string(todo_indent, ' ');
        }
      };
      append(line);
      if (task.tests.size() == 1) append(task.tests.front().message);
    }
  }
  if (text.empty()) return "";
  const std::string heading = say(is_nothing_red ? "report.todo-only" : "report.todo");
  return teller.paint.strong(heading) + "\n" + text + "\n";
}

}  // namespace

std::string text_report(const RunResult& run, const Course& course, const ReportOptions& options) {
  const RunResult clean = told(run);
  const auto columns = static_cast<std::size_t>(std::max(options.columns, 40));
  const Teller teller{clean, course, options, Paint(options.color),
                      options.is_plain ? no_wrapping : columns};
  const Tests red = tests_where(clean, [](const TestResult& t) { return is_red(t.verdict); });
  const Tests faults =
      tests_where(clean, [](const TestResult& t) { return t.verdict == Verdict::grader_error; });
  std::string text = red_part(teller, red);
  text += fault_part(teller, faults);
  text += todo_part(teller, red.empty() && faults.empty());
  if (options.is_plain || options.verbose) text += lines_for(teller, tests_of(clean)) + "\n";
  text += task_table(teller) + "\n";
  text += lab_lines(teller);
  for (const std::string& line : lines_of(campaigns_line(clean, options.verbose)))
    for (const std::string& part : wrap(line, teller.columns)) text += part + "\n";
  return without_workflow_commands(text);
}

}  // namespace grader
