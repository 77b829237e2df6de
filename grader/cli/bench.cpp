// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade bench: how fast a lab's types are, beside std's, raw ones and Rust's.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/bench.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/compiler_error.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {
namespace {

struct Options {
  std::string lab;
  BenchRequest request;
  std::string format = "text";
  std::string out;
};

int complain(int exit_code, const std::string& sentence) {
  fmt::print(stderr, "{}\n", sentence);
  return exit_code;
}

int tell_no_library(const Context& context) {
  const std::string command = install_command_for(context.root, "benchmark/benchmark.h");
  return complain(exit_unavailable, command.empty() ? say("bench.no-library-somehow")
                                                    : say("bench.no-library", command));
}

int tell_not_built(const Context& context, const BenchResult& result) {
  if (!result.is_configured)
    return complain(exit_build, say("engine.configure") + "\n" + result.output);
  const CompilerError error = first_error(result.output, context.root);
  return complain(exit_build, say("engine.build", error.sentence) + "\n" + error.excerpt);
}

int tell(const Context& context, const BenchResult& result, const Options& options) {
  switch (result.status) {
    case BenchResult::Status::nothing_here:
      throw UsageError(say("bench.nothing-here", result.lab));
    case BenchResult::Status::no_library:
      return tell_no_library(context);
    case BenchResult::Status::not_built:
      return tell_not_built(context, result);
    case BenchResult::Status::measured:
      break;
  }
  deliver(options.format == "json" ? bench_json(result) : bench_text(result), options.out);
  return result.is_all_met() ? exit_ok : exit_failed;
}

void run_bench(Context& context, const Options& options) {
  const Course& course = context.course();
  const Test& any = *select(course, {options.lab}, false).front();
  const Lab& lab = course.lab_of(course.task_of(any));
  const BenchResult result = bench(course, lab, options.request, progress_line(context));
  clear_progress();
  context.exit_code = tell(context, result, options);
}

}  // namespace

void add_bench(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("bench", say("bench.about"));
  verb.example(say("bench.example")).operand("lab", options->lab, say("bench.lab"), "LAB", true);
  add_tree_choice(verb, options->request.tree);
  verb.option("--pairs", options->request.pairs, say("bench.pairs"))
      .option("--only", options->request.only, say("bench.only"))
      .flag("--peers", options->request.with_peers, say("bench.peers"))
      .choice("--format", {"text", "json"},
              [options](const std::string& word) { options->format = word; }, say("run.format"))
      .option("--out,-o", options->out, say("run.out"))
      .action([&context, options] { run_bench(context, *options); });
}

}  // namespace grader
