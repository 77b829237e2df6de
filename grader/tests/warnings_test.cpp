// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The blank starter compiles without a warning, in every program that a learner's code is part of.
// Hidden from the ordinary run: the stage `starter-warnings`, after `starter`, asks for it.
#include <grader/course/manifest.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/os.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace grader;

namespace {

const fs::path root = PATINA_ROOT;

// The units of a task's public program of that flavour.
std::vector<fs::path> units_of(const Course& course, const Task& task, Flavour flavour) {
  std::vector<fs::path> units;
  fs::path folder = root / "labs" / course.lab_of(task).folder / "tests" / task.id;
  if (flavour != Flavour::plain) folder /= to_string(flavour);
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".cpp") units.push_back(entry.path());
  std::sort(units.begin(), units.end());
  return units;
}

// Each unit is compiled as in its program, and a warning is an error.
void compile_units(const Course& course, const Task& task, const Test& test) {
  const std::string target = program_name(course.lab_of(task), test, Code::labs_on_labs);
  for (const fs::path& unit : units_of(course, task, test.flavour)) {
    CompileCommand command = compile_command(root, Sanitize::none, target, unit);
    INFO(unit.string());
    REQUIRE_FALSE(command.arguments.empty());
    command.arguments.insert(command.arguments.end(), {"-Werror", "-fsyntax-only", unit});
    const auto done = os::run_process({command.arguments, command.folder, {"LC_ALL=C"}, {}});
    INFO(done.output.substr(0, 2000));
    CHECK(done.status == 0);
  }
}

}  // namespace

TEST_CASE("The blank starter compiles without a warning", "[.][warnings]") {
  const Course course = load_course(root);
  for (const Lab& lab : course.labs)
    for (const Task& task : lab.tasks)
      for (const Flavour flavour : {Flavour::plain, Flavour::threads, Flavour::explore}) {
        const auto tests = course.tests_of(task);
        const auto test = std::find_if(tests.begin(), tests.end(), [&](const Test* one) {
          return one->flavour == flavour && !one->is_hidden;
        });
        if (test != tests.end()) compile_units(course, task, **test);
      }
}
