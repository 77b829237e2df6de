// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The command `grader`, which learners call as ./grade: reads the arguments and calls one verb.
#include <grader/cli/context.hpp>
#include <grader/report/catalogue.hpp>

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace grader {

namespace {

// Where we stand, else where this program was built: ./grade works from any folder. The sentence
// for when neither is in a course is the only one that can't come from the catalogue, which is
// part of the course.
std::filesystem::path root_of_course() {
  for (const auto& start : {std::filesystem::current_path(),
                            std::filesystem::read_symlink("/proc/self/exe").parent_path()}) {
    try {
      return find_root(start);
    } catch (const UsageError&) {
    }
  }
  throw UsageError("There is no course here: go to the folder that holds `grade` and `labs`.");
}

void print_error(const std::string& sentence) { fmt::print(stderr, "{}\n", sentence); }

int run(int count, char** words) {
  Context context;
  context.root = root_of_course();
  load_catalogue(context.root);

  CLI::App app(say("main.about"), "./grade");
  app.require_subcommand(0, 1);
  app.fallthrough();
  app.footer(say("main.footer"));
  app.add_option("--color", context.color, say("main.color"))
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->option_text(say("main.color-values"));
  add_list(app, context);

  try {
    app.parse(count, words);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // prints what was asked for: help
  } catch (const CLI::ParseError& error) {
    print_error(say("main.bad-arguments", error.what()));
    return exit_usage;
  }
  return context.exit_code;
}

}  // namespace

}  // namespace grader

int main(int count, char** words) {
  try {
    return grader::run(count, words);
  } catch (const grader::UsageError& error) {
    grader::print_error(error.what());
    return grader::exit_usage;
  } catch (const grader::CourseError& error) {
    grader::print_error(grader::say("main.fault-of-course", error.what()));
  } catch (const std::exception& error) {
    grader::print_error(grader::say("main.fault-of-grader", error.what()));
  }
  return grader::exit_fault;
}
