// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The command `grader`, which learners call as ./grade: reads the arguments and calls one verb.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/report/catalogue.hpp>

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

// In the order in which a learner meets them; then those for authors.
void add_verbs(Arguments& arguments, Context& context) {
  add_replay(arguments, context);
  add_run(arguments, context);
  add_show(arguments, context);
  add_next(arguments, context);
  add_watch(arguments, context);
  add_hint(arguments, context);
  add_explain(arguments, context);
  add_solution(arguments, context);
  add_debug(arguments, context);
  add_play(arguments, context);
  add_lint(arguments, context);
  add_bench(arguments, context);
  add_reset(arguments, context);
  add_list(arguments, context);
  add_doctor(arguments, context);
  add_clean(arguments, context);
  add_starter(arguments, context);
  add_prove(arguments, context);
  add_course_check(arguments, context);
}

int run(int count, char** words) {
  Context context;
  context.root = root_of_course();
  load_catalogue(context.root);

  Arguments arguments("./grade", say("main.about"), say("main.footer"));
  arguments.all().choice(
      "--color", {"auto", "always", "never"},
      [&](const std::string& word) { context.color = word; }, say("main.color"));
  add_verbs(arguments, context);
  if (arguments.parse(count, words) && !arguments.has_verb()) show_standing(context);
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
