// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade debug: the debugger, on one test, stopped where it fails.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/base.hpp>
#include <grader/engine/debug.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/report.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {
namespace {

struct Options {
  std::string test;
  Tree tree = Tree::labs;
  bool wants_print = false;
};

const Test& test_named(const Course& course, const std::string& id) {
  const Test* const test = course.test(id);
  if (test != nullptr) return *test;
  const auto tests = select(course, {id}, false);  // an unknown word ends here
  throw UsageError(say("debug.one-test", id, tests.front()->id));
}

void debug(Context& context, const Options& options) {
  const Course& course = context.course();
  const Test& test = test_named(course, options.test);
  if (test.is_hidden && options.tree == Tree::labs)
    throw UsageError(say("debug.hidden", test.id, test.sibling));
  if (test.flavour == Flavour::compile) throw UsageError(say("debug.compile-test", test.id));
  const SourceTests sources = scan_tests(course.root, course.labs);
  const SourceTest* const source = sources.find(test.id);
  if (source == nullptr) throw UsageError(say("debug.no-source", test.id));

  Request request;
  request.tests = {&test};
  request.tree = options.tree;
  os::become_subreaper();
  const RunResult run = judge(course, request, progress_line(context));
  clear_progress();
  const TestResult& result = run.labs.front().tasks.front().tests.front();
  if (result.verdict == Verdict::build || result.verdict == Verdict::refused ||
      result.verdict == Verdict::grader_error) {
    deliver(write_report(Format::text, run, course,
                         {context.use_color(), false, context.columns(), !context.is_terminal()}),
            "");
    context.exit_code = run.exit;
    return;
  }
  const DebugPlan plan = plan_debug(course.root, *source, result);
  const Code code = code_for(request, course.task_of(test));
  const std::string target = program_name(course.lab_of(course.task_of(test)), test, code);
  const auto program = build_folder(course.root, Sanitize::none) / "bin" / target;
  const std::vector<std::string> command = debug_command(plan, program, test.id);
  fmt::print("{}\n", plan.sentence);
  if (options.wants_print || !context.is_interactive()) {
    fmt::print("{}\n", shell_words(command));
    return;
  }
  std::fflush(stdout);
  if (is_in_path("gdb")) os::become(command, course.root);
  fmt::print("{}\n", say("debug.no-gdb", install_command_for(context.root, "gdb")));
  context.exit_code = exit_unavailable;
}

}  // namespace

void add_debug(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("debug", say("debug.about"));
  verb.example(say("debug.example"))
      .operand("test", options->test, say("debug.test"), "TEST", true);
  add_tree_choice(verb, options->tree);
  verb.flag("--print", options->wants_print, say("debug.print")).action([&context, options] {
    debug(context, *options);
  });
}

}  // namespace grader
