// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade debug: the debugger, on one test, stopped where it fails.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/debugger.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/report.hpp>

#include <memory>

namespace grader {
namespace {

struct Options {
  std::string test;
  Request request;
  bool wants_print = false;
};

const Test& test_named(const Course& course, const std::string& id) {
  const Test* const test = course.test(id);
  if (test != nullptr) return *test;
  const auto tests = select(course, {id}, false);  // an unknown word ends here
  throw UsageError(say("debug.one-test", id, tests.front()->id));
}

void debug(Context& context, Options& options) {
  const Course& course = context.course();
  const Test& test = test_named(course, options.test);
  if (test.is_hidden && options.request.tree == Tree::labs)
    throw UsageError(say("debug.hidden", test.id, test.sibling));
  if (test.flavour == Flavour::compile) throw UsageError(say("debug.compile-test", test.id));
  Request& request = options.request;
  request.tests = {&test};
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
  start_debugger(context, request, result, options.wants_print);
}

}  // namespace

void add_debug(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("debug", say("debug.about"));
  verb.example(say("debug.example"))
      .operand("test", options->test, say("debug.test"), "TEST", true);
  add_tree_choice(verb, options->request.tree);
  add_base_choice(verb, options->request.base);
  verb.flag("--print", options->wants_print, say("debug.print")).action([&context, options] {
    debug(context, *options);
  });
}

}  // namespace grader
