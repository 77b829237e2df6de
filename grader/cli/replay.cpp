// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade replay: judges the test of a capsule again and says whether the same happens; or walks
// through its events; or goes on in the debugger.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/debugger.hpp>
#include <grader/cli/progress.hpp>
#include <grader/cli/walk.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/capsules.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/show.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {
namespace {

std::string words_at(const Capsule& capsule, std::size_t index) {
  return index < capsule.events.size() ? words_of(capsule.events[index]) : say("replay.end");
}

std::string outcome(const Capsule& before, const Capsule& after, const Comparison& comparison) {
  const CapsuleEvent* const failure = failure_of(after);
  if (comparison.fails_the_same) return say("replay.fails-again", failure->step, failure->text);
  if (after.verdict == "PASS")
    return say(before.verdict == "PASS" ? "replay.passes-again" : "replay.passes-now");
  if (failure == nullptr) return say("replay.other", after.verdict, after.message);
  return say("replay.fails-otherwise", after.verdict, failure->step, failure->text);
}

void print_divergence(const Capsule& before, const Capsule& after, const Comparison& comparison) {
  if (after.verdict == "PASS" && before.verdict != "PASS") return;  // nothing went astray in it
  if (comparison.is_same) return fmt::print("{}\n", say("replay.same-story"));
  fmt::print("{}\n", say("replay.diverged", comparison.diverged_step));
  fmt::print("  {}\n", say("replay.then", words_at(before, comparison.diverged_at)));
  fmt::print("  {}\n", say("replay.now", words_at(after, comparison.diverged_at)));
}

struct Options {
  std::string file;
  bool wants_steps = false;
  bool wants_debugger = false;
};

bool has_run(const TestResult& test) {
  return test.verdict != Verdict::build && test.verdict != Verdict::refused &&
         test.verdict != Verdict::grader_error;
}

void replay(Context& context, const Options& options) {
  const Course& course = context.course();
  const std::string& file = options.file;
  if (!std::filesystem::is_regular_file(file)) throw UsageError(say("replay.no-file", file));
  const Capsule before = read_capsule(read_text(file));
  if (options.wants_steps) return walk(context, before);
  const Request request = request_for(course, before);
  os::become_subreaper();
  const RunResult run = judge(course, request, progress_line(context));
  clear_progress();
  const Capsule after = capsule_of(course, request, run);
  const Comparison comparison = compare(before, after);
  const bool is_same_code = before.code_sha == after.code_sha;
  fmt::print("{}  {}\n", before.test, before.title);
  fmt::print("{}\n", say(is_same_code ? "replay.same-code" : "replay.other-code"));
  fmt::print("{}\n", outcome(before, after, comparison));
  print_divergence(before, after, comparison);
  if (is_same_code && !comparison.is_same) fmt::print("{}\n", say("replay.broken-promise"));
  context.exit_code = run.exit;
  const TestResult& result = run.labs.front().tasks.front().tests.front();
  if (options.wants_debugger && has_run(result)) start_debugger(context, request, result, false);
}

}  // namespace

void add_replay(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  arguments.verb("replay", say("replay.about"))
      .example(say("replay.example"))
      .operand("file", options->file, say("replay.file"), "FILE", true)
      .flag("--step", options->wants_steps, say("replay.step"))
      .flag("--gdb", options->wants_debugger, say("replay.gdb"))
      .action([&context, options] { replay(context, *options); });
}

}  // namespace grader
