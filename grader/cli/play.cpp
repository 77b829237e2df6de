// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade play: builds and runs a scratch program on the learner's code.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/play.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/compiler_error.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {
namespace {

struct Options {
  std::string lab;
  Tree tree = Tree::labs;
  Sanitize sanitize = Sanitize::none;
};

void print_error(const BuildResult& built, const std::string& target, const Course& course) {
  if (!built.is_configured)
    return fmt::print(stderr, "{}\n{}\n", say("engine.configure"), built.output);
  const CompilerError error = first_error(built.programs.at(target).output, course.root);
  fmt::print(stderr, "{}\n", say("engine.build", error.sentence));
  fmt::print(stderr, "{}\n", error.excerpt);
}

void play(Context& context, const Options& options) {
  const Course& course = context.course();
  const Test& any = *select(course, {options.lab}, false).front();
  const Lab& lab = course.lab_of(course.task_of(any));
  const auto file = make_scratch(course, lab);
  const std::string target = scratch_target(lab, options.tree);
  const BuildResult built = build(course.root, options.sanitize, {target}, os::processor_count(),
                                  progress_line(context));
  clear_progress();
  fmt::print("{}\n", say("play.file", std::filesystem::relative(file, course.root).string()));
  std::fflush(stdout);
  if (!built.is_configured || !built.programs.at(target).is_ok) {
    print_error(built, target, course);
    context.exit_code = exit_build;
    return;
  }
  const std::string program = built.programs.at(target).program.string();
  os::become({program}, std::filesystem::current_path());
  throw std::runtime_error(say("play.not-started", program));
}

}  // namespace

void add_play(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("play", say("play.about"));
  verb.example(say("play.example")).operand("lab", options->lab, say("play.lab"), "LAB", true);
  add_tree_choice(verb, options->tree);
  add_sanitize_choice(verb, options->sanitize);
  verb.action([&context, options] { play(context, *options); });
}

}  // namespace grader
