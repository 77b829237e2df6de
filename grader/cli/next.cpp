// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade next: judges the learner's tree task by task up to the first test that does not pass,
// and shows that one alone, in full.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/os.hpp>
#include <grader/gradebook/standing.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/focus.hpp>
#include <grader/report/report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace grader {

namespace {

RunResult judge_task(Context& context, const Task& task) {
  Request request;
  request.tests = context.course().tests_of(task);
  RunResult run = judge(context.course(), request, progress_line(context));
  clear_progress();
  const std::string notice = record_run(context.root, run);
  if (!notice.empty()) fmt::print(stderr, "{}\n", notice);
  return run;
}

using Words = std::vector<std::string>;

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The tasks that the words name, by lab, task or test; none where there are no words.
Words tasks_named(const Course& course, const Words& words) {
  Words tasks;
  if (words.empty()) return tasks;
  for (const Test* test : select(course, words, false))
    if (!has(tasks, test->task)) tasks.push_back(test->task);
  return tasks;
}

// Among `wanted`; among all where that is empty.
const Task* task_to_judge(const Course& course, const Words& wanted, const Words& done) {
  LearnerProgress progress(course.root);
  auto standings = standing(course, progress.tests());
  std::erase_if(standings, [&](const TaskStanding& one) {
    return (!wanted.empty() && !has(wanted, one.task->id)) || has(done, one.task->id);
  });
  const TaskStanding* next = next_task(standings, progress.last_task());
  return next == nullptr ? nullptr : next->task;
}

void next(Context& context, const Words& words) {
  const Course& course = context.course();
  const Words wanted = tasks_named(course, words);  // an unknown word ends here
  os::become_subreaper();
  Words done;  // in this call: what passed is not judged again
  while (const Task* task = task_to_judge(course, wanted, done)) {
    const RunResult run = judge_task(context, *task);
    const auto open = open_tests(run);
    if (!open.empty()) {
      const ReportOptions options{context.use_color(), false, context.columns(),
                                  !context.is_terminal()};
      fmt::print("{}", text_report(only_test(run, open.front()->id), course, options));
      context.exit_code = run.exit;
      return;
    }
    done.push_back(task->id);
    fmt::print("{}\n", say("next.task-done", task->id, task->title));
  }
  fmt::print("{}\n", say(wanted.empty() ? "standing.all-done" : "next.named-done"));
}

}  // namespace

void add_next(Arguments& arguments, Context& context) {
  const auto wanted = std::make_shared<Words>();
  arguments.verb("next", say("next.about"))
      .example(say("next.example"))
      .operand("what", *wanted, say("next.what"), "[WHAT]")
      .action([&context, wanted] { next(context, *wanted); });
}

}  // namespace grader
