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

const Task* task_to_judge(const Course& course, const std::vector<std::string>& done) {
  LearnerProgress progress(course.root);
  auto standings = standing(course, progress.tests());
  std::erase_if(standings, [&](const TaskStanding& one) {
    return std::find(done.begin(), done.end(), one.task->id) != done.end();
  });
  const TaskStanding* next = next_task(standings, progress.last_task());
  return next == nullptr ? nullptr : next->task;
}

void next(Context& context) {
  const Course& course = context.course();
  os::become_subreaper();
  std::vector<std::string> done;  // in this call: what passed is not judged again
  while (const Task* task = task_to_judge(course, done)) {
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
  fmt::print("{}\n", say("standing.all-done"));
}

}  // namespace

void add_next(Arguments& arguments, Context& context) {
  arguments.verb("next", say("next.about")).example(say("next.example")).action([&context] {
    next(context);
  });
}

}  // namespace grader
