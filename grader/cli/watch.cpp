// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade watch: judges anew whenever a file is saved, and shows the next test that does not pass.
//
// What is watched over moves forward only, and only when asked (n): a change in an earlier file is
// judged where we stand, never by jumping back.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/cli/raw_terminal.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/watch.hpp>
#include <grader/gradebook/standing.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/focus.hpp>
#include <grader/report/layout.hpp>
#include <grader/report/report.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace grader {
namespace {

struct Options {
  std::vector<std::string> what;
  bool wants_polling = false;
};

std::vector<std::filesystem::path> folders_to_watch(const Course& course) {
  std::vector<std::filesystem::path> folders;
  for (const Lab& lab : course.labs)
    for (const char* part : {"src", "tests"})
      folders.push_back(course.root / "labs" / lab.folder / part);
  return folders;
}

class WatchScreen {
 public:
  WatchScreen(Context& context, const Options& options)
      : context_(context),
        course_(context.course()),
        watch_(folders_to_watch(course_), options.wants_polling) {
    if (options.what.empty()) {
      stand_at(first_task());
      return;
    }
    tests_ = select(course_, options.what, false);
    for (const std::string& word : options.what) label_ += (label_.empty() ? "" : " ") + word;
    task_ = &course_.task_of(*tests_.back());
  }

  // Returns when the learner has had enough.
  void show() {
    const RawTerminal terminal(STDIN_FILENO);
    check();
    for (;;) {
      const WatchEvent event = watch_.wait(STDIN_FILENO);
      if (event.kind == WatchEvent::Kind::closed) return;
      if (event.kind == WatchEvent::Kind::changed) {
        check();
      } else if (!obey(event.key)) {
        return;
      }
    }
  }

 private:
  // Returns false if that key was the last.
  bool obey(char key) {
    switch (key) {
      case 'q':
      case 4: return false;  // Ctrl-D
      case 'r': check(); break;
      case 'n': next(); break;
      case 'l': list(); break;
      case 'h': hint(); break;
      default: break;
    }
    return true;
  }

  const Task& first_task() {
    LearnerProgress progress(course_.root);
    const Task* const task = where_now(course_, progress);
    return task != nullptr ? *task : course_.labs.front().tasks.front();
  }

  void stand_at(const Task& task) {
    task_ = &task;
    label_ = task.id;
    tests_ = course_.tests_of(task);
    shown_ = 0;
  }

  void check() {
    begin_screen();
    fmt::print("{}\n", say("watch.checking", label_));
    std::fflush(stdout);
    watch_.forget();
    Request request;
    request.tests = tests_;
    try {
      run_ = judge(course_, request, progress_line(context_));
    } catch (const UsageError& error) {  // a file is gone: it may come back
      clear_progress();
      return end_screen(std::string(error.what()) + "\n");
    }
    clear_progress();
    const std::string notice = record_run(course_.root, run_);
    shown_ = 0;
    drop_keys(STDIN_FILENO);  // what was typed meanwhile was not meant for this screen
    begin_screen();
    end_screen(story() + (notice.empty() ? "" : notice + "\n"));
  }

  std::string story() const {
    const auto open = open_tests(run_);
    const ReportOptions options{context_.use_color(), false, context_.columns(), false};
    if (open.empty()) return write_report(Format::text, run_, course_, options) + done_line();
    const TestResult& test = *open[shown_];
    std::string text = write_report(Format::text, only_test(run_, test.id), course_, options);
    if (test.verdict == Verdict::not_implemented)  // the report speaks of whole tasks then
      text = test.id + "  " + test.title + "\n\n" + text;
    return text +
           say("watch.open", shown_ + 1, open.size(), label_) + "\n";
  }

  std::string done_line() const {
    const Task* const after = task_after();
    if (after == nullptr) return say("watch.all-done", label_) + "\n";
    return say("watch.done", label_, after->id, after->title) + "\n";
  }

  // The next test that does not pass; past the last one of a task that is done, the next task.
  void next() {
    const std::size_t count = open_tests(run_).size();
    if (count > 0) {
      shown_ = (shown_ + 1) % count;
      begin_screen();
      return end_screen(story());
    }
    if (const Task* const after = task_after()) {
      stand_at(*after);
      check();
    }
  }

  // The first task behind the present one that is not done; forward only.
  const Task* task_after() const {
    LearnerProgress progress(course_.root);
    bool is_behind = false;
    for (const TaskStanding& one : standing(course_, progress.tests())) {
      if (is_behind && !one.is_done()) return one.task;
      is_behind |= one.task == task_;
    }
    return nullptr;
  }

  void list() {
    std::string text;
    for (const LabResult& lab : run_.labs)
      for (const TaskResult& task : lab.tasks)
        for (const TestResult& test : task.tests)
          text += line_of(test) + "\n";
    begin_screen();
    end_screen(text);
  }

  std::string line_of(const TestResult& test) const {
    return shorten(fmt::format("{:<8}{:<16}{}", test.id, to_string(test.verdict), test.title),
                   static_cast<std::size_t>(context_.columns()));
  }

  void hint() {
    begin_screen();
    try {
      show_hint(context_, open_task().id);
    } catch (const std::exception& error) {  // a task without hints is no reason to leave
      fmt::print("{}\n", error.what());
    }
    end_screen("");
  }

  const Task& open_task() const {
    const auto open = open_tests(run_);
    return open.empty() ? *task_ : *course_.task(open[shown_]->task);
  }

  static void begin_screen() { fmt::print("\033[H\033[2J"); }

  void end_screen(const std::string& text) const {
    const Paint paint(context_.use_color());
    fmt::print("{}\n{}\n", text, paint.calm(say("watch.keys")));
    std::fflush(stdout);
  }

  Context& context_;
  const Course& course_;
  FileWatch watch_;
  const Task* task_ = nullptr;  // the last that is watched over
  std::string label_;
  std::vector<const Test*> tests_;
  RunResult run_;
  std::size_t shown_ = 0;  // which of the open tests
};

void watch(Context& context, const Options& options) {
  if (!context.is_interactive()) throw UsageError(say("watch.no-terminal"));
  os::become_subreaper();
  WatchScreen(context, options).show();
}

}  // namespace

void add_watch(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  arguments.verb("watch", say("watch.about"))
      .example(say("watch.example"))
      .operand("what", options->what, say("watch.what"), "[WHAT...]")
      .flag("--poll", options->wants_polling, say("watch.poll"))
      .action([&context, options] { watch(context, *options); });
}

}  // namespace grader
