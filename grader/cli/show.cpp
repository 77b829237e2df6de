// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade show: a run of one test as a page, or as numbered steps.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/capsules.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/kept_test.hpp>
#include <grader/report/report.hpp>
#include <grader/report/show.hpp>

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace grader {
namespace {

struct Options {
  std::string what;
  Request request;
  bool wants_text = false;
  bool wants_script = false;
  bool wants_shiviz = false;
};

const Test& test_named(const Course& course, const std::string& id, Tree tree) {
  const Test* const test = course.test(id);
  if (test == nullptr) {
    const auto tests = select(course, {id}, false);  // an unknown word ends here
    throw UsageError(say("show.one-test", id, tests.front()->id));
  }
  if (test->is_hidden && tree == Tree::labs)
    throw UsageError(say("show.hidden", id, test->sibling));
  return *test;
}

// Judges the test; nothing if it did not come to run, and then says why.
std::optional<Capsule> judge_test(Context& context, Options& options) {
  const Course& course = context.course();
  options.request.tests = {&test_named(course, options.what, options.request.tree)};
  options.request.keep_capsules = false;
  options.request.wants_trace = true;
  os::become_subreaper();
  const RunResult run = judge(course, options.request, progress_line(context));
  clear_progress();
  const Verdict verdict = run.labs.front().tasks.front().tests.front().verdict;
  const bool has_run = verdict != Verdict::build && verdict != Verdict::refused &&
                       verdict != Verdict::grader_error && verdict != Verdict::skipped;
  if (has_run) return capsule_of(course, options.request, run);
  deliver(write_report(Format::text, run, course,
                       {context.use_color(), false, context.columns(), !context.is_terminal()}),
          "");
  context.exit_code = run.exit;
  return std::nullopt;
}

void show(Context& context, Options& options) {
  const Course& course = context.course();
  const std::filesystem::path file = options.what;
  const bool is_file =
      course.test(options.what) == nullptr && std::filesystem::is_regular_file(file);
  std::optional<Capsule> capsule;
  if (is_file)
    capsule = read_capsule(read_text(file));
  else
    capsule = judge_test(context, options);
  if (!capsule) return;
  if (options.wants_script) return deliver(kept_test(*capsule, course), "");
  if (options.wants_shiviz) return deliver(shiviz_log(*capsule), "");
  if (options.wants_text) return deliver(show_text(*capsule, course), "");
  const bool is_known = course.test(capsule->test) != nullptr;  // its id becomes a file's name
  const auto page = context.root / ".grader" / "show" /
                    ((is_known ? capsule->test : std::string("capsule")) + ".html");
  write_text(page, show_page(*capsule, course));
  fmt::print("{}\n", say("show.written", capsule->test, capsule->verdict, page.string()));
}

}  // namespace

void add_show(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("show", say("show.about"));
  verb.example(say("show.example")).operand("what", options->what, say("show.what"), "WHAT", true);
  add_tree_choice(verb, options->request.tree);
  add_base_choice(verb, options->request.base);
  add_sanitize_choice(verb, options->request.sanitize);
  verb.option("--seed", options->request.seed, say("run.seed"))
      .flag("--text", options->wants_text, say("show.text"))
      .flag("--script", options->wants_script, say("show.script"))
      .flag("--shiviz", options->wants_shiviz, say("show.shiviz"))
      .action([&context, options] { show(context, *options); });
}

}  // namespace grader
