// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade play: builds and runs a scratch program on the learner's code, or one of the lab's own.
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

#include <algorithm>
#include <memory>

namespace grader {
namespace {

struct Options {
  std::string lab;
  std::vector<std::string> app;  // its name, and what it is started with; none: the scratch program
  Tree tree = Tree::labs;
  Sanitize sanitize = Sanitize::none;
  bool is_on_own_labs = false;
};

void print_error(const BuildResult& built, const std::string& target, const Course& course) {
  if (!built.is_configured)
    return fmt::print(stderr, "{}\n{}\n", say("engine.configure"), built.output);
  const CompilerError error = first_error(built.programs.at(target).output, course.root);
  fmt::print(stderr, "{}\n", say("engine.build", error.sentence));
  fmt::print(stderr, "{}\n", error.excerpt);
}

Code code_of(const Options& options) {
  if (options.tree == Tree::solutions) return Code::solutions_on_solutions;
  return options.is_on_own_labs ? Code::labs_on_labs : Code::labs_on_auto;
}

// What is to be built. A lab's programs rest on the solution's earlier labs: yours may be undone.
std::string target_of(const Course& course, const Lab& lab, const Options& options) {
  if (options.app.empty()) return scratch_target(lab, options.tree);
  const std::string& name = options.app.front();
  const std::vector<std::string> apps = apps_of(course, lab);
  if (std::find(apps.begin(), apps.end(), name) == apps.end())
    throw UsageError(say("play.no-such-app", lab.id, name,
                         fmt::format("{}", fmt::join(apps, ", "))));
  const Code code = code_of(options);
  if (code == Code::labs_on_auto)
    lay_solutions_under(course, build_folder(course.root, options.sanitize), lab, name);
  return app_target(lab, code, name);
}

// The lab's programs have their own words; a scratch program has a file to be told of.
void tell_scratch(const Course& course, const std::filesystem::path& file) {
  fmt::print("{}\n", say("play.file", std::filesystem::relative(file, course.root).string()));
  std::fflush(stdout);
}

void play(Context& context, const Options& options) {
  const Course& course = context.course();
  const Test& any = *select(course, {options.lab}, false).front();
  const Lab& lab = course.lab_of(course.task_of(any));
  const std::string target = target_of(course, lab, options);
  const auto file = options.app.empty() ? make_scratch(course, lab) : std::filesystem::path();
  const BuildResult built = build(course.root, options.sanitize, {target}, os::processor_count(),
                                  progress_line(context));
  clear_progress();
  if (options.app.empty()) tell_scratch(course, file);
  if (!built.is_configured || !built.programs.at(target).is_ok) {
    print_error(built, target, course);
    context.exit_code = exit_build;
    return;
  }
  const std::string program = built.programs.at(target).program.string();
  std::vector<std::string> command = {program};
  for (std::size_t i = 1; i < options.app.size(); ++i) command.push_back(options.app[i]);
  os::become(command, std::filesystem::current_path());
  throw std::runtime_error(say("play.not-started", program));
}

}  // namespace

void add_play(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("play", say("play.about"));
  verb.example(say("play.example")).operand("lab", options->lab, say("play.lab"), "LAB", true)
      .operand("app", options->app, say("play.app"), "[APP [WORD...]]")
      .choice("--base", {"solutions", "labs"},
              [options](const std::string& word) { options->is_on_own_labs = word == "labs"; },
              say("play.base"));
  add_tree_choice(verb, options->tree);
  add_sanitize_choice(verb, options->sanitize);
  verb.action([&context, options] { play(context, *options); });
}

}  // namespace grader
