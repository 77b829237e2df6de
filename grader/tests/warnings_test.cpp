// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The blank starter compiles without a warning, in every program that a learner's code is part of.
// Hidden from the ordinary run: the stage `starter-warnings`, after `starter`, asks for it.
#include <grader/course/manifest.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/os.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
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

// A unit, the command that compiles it as in its program, and what came of it.
struct Compiled {
  fs::path unit;
  CompileCommand command;
  os::Completed done;
};

std::vector<Compiled> units_of(const Course& course) {
  std::vector<Compiled> units;
  for (const Lab& lab : course.labs)
    for (const Task& task : lab.tasks)
      for (const Flavour flavour : {Flavour::plain, Flavour::threads, Flavour::explore}) {
        const auto tests = course.tests_of(task);
        const auto test = std::find_if(tests.begin(), tests.end(), [&](const Test* one) {
          return one->flavour == flavour && !one->is_hidden;
        });
        if (test == tests.end()) continue;
        const std::string target = program_name(lab, **test, Code::labs_on_labs);
        for (const fs::path& unit : units_of(course, task, flavour))
          units.push_back({unit, compile_command(root, Sanitize::none, target, unit), {}});
      }
  return units;
}

// A warning is an error. As many compilers at once as there are processors.
void compile(std::vector<Compiled>& units) {
  os::become_subreaper();
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < units.size(); i = next++) {
      std::vector<std::string> arguments = units[i].command.arguments;
      if (arguments.empty()) continue;
      arguments.insert(arguments.end(), {"-Werror", "-fsyntax-only", units[i].unit});
      units[i].done = os::run_process({arguments, units[i].command.folder, {"LC_ALL=C"}, {}});
    }
  };
  std::vector<std::jthread> workers(os::processor_count());
  for (std::jthread& worker : workers) worker = std::jthread(work);
}

}  // namespace

TEST_CASE("The blank starter compiles without a warning", "[.][warnings]") {
  const Course course = load_course(root);
  std::vector<Compiled> units = units_of(course);
  compile(units);
  for (const Compiled& compiled : units) {
    INFO(compiled.unit.string());
    REQUIRE_FALSE(compiled.command.arguments.empty());
    INFO(compiled.done.output.substr(0, 2000));
    CHECK(compiled.done.status == 0);
  }
}
