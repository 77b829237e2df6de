// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/tests/sample_run.hpp>

namespace grader::tests {
namespace {

Test make_test(const std::string& id, const std::string& rule, const std::string& sibling = "") {
  Test test;
  test.id = id;
  test.task = id.substr(0, id.find('.'));
  test.is_hidden = !sibling.empty();
  test.rule = rule;
  test.sibling = sibling;
  return test;
}

Task make_task(const std::string& id, const std::string& title, int points, bool is_core) {
  Task task;
  task.id = id;
  task.title = title;
  task.points = points;
  task.is_core = is_core;
  task.minutes_low = 25;
  task.minutes_high = 60;
  task.files = {"src/patina/" + id + ".hpp"};
  return task;
}

std::string title_of(const std::string& id) {
  if (id == "1a.01") return "A Box owns its value";
  if (id == "1a.02") return "A use after a move asserts, and blames the line of the move";
  if (id == "1b.01") return "A clone shares the value and counts itself";
  if (id == "1g.01") return "A permission token opens one cell at a time";
  return "The same rule with another seed";
}

void set(TestResult& test, Verdict verdict, const std::string& message) {
  test.verdict = verdict;
  test.message = message;
}

// Shares out points as the engine does.
void score(RunResult& run) {
  const Course course = sample_course();
  for (LabResult& lab : run.labs) {
    for (TaskResult& task : lab.tasks) {
      const int points = course.task(task.id)->points;
      for (TestResult& test : task.tests) {
        test.max = Points(points, static_cast<std::int64_t>(task.tests.size()));
        if (test.verdict == Verdict::pass) test.score = test.max;
        if (test.verdict == Verdict::skipped) {
          lab.not_judged += test.max;
          continue;
        }
        task.max += test.max;
        task.score += test.score;
      }
      (task.is_core ? lab.score : lab.bonus) += task.score;
      (task.is_core ? lab.max : lab.bonus_max) += task.max;
    }
  }
}

RunResult unscored_run() {
  const Course course = sample_course();
  RunResult run;
  run.build_ms = 3210;
  run.run_ms = 456;
  LabResult& lab = run.labs.emplace_back();
  lab.id = "01";
  lab.title = "Ownership";
  for (const Task& entry : course.labs[0].tasks) {
    TaskResult& task = lab.tasks.emplace_back();
    task.id = entry.id;
    task.title = entry.title;
    task.is_core = entry.is_core;
    for (const Test* test : course.tests_of(entry)) {
      TestResult& result = task.tests.emplace_back();
      result.id = test->id;
      result.title = title_of(test->id);
      result.task = entry.id;
      result.visibility = test->is_hidden ? Visibility::hidden : Visibility::open;
      result.rule = test->rule;
      result.verdict = Verdict::pass;
      result.duration_ms = 12;
    }
  }
  return run;
}

TestResult& test_of(RunResult& run, const std::string& id) {
  for (TaskResult& task : run.labs[0].tasks)
    for (TestResult& test : task.tests)
      if (test.id == id) return test;
  throw CourseError("no test " + id);
}

Failure use_after_move() {
  Failure failure;
  failure.steps = {{1, "make a Box", 40}, {2, "move the Box", 41}, {3, "use the moved Box", 43}};
  failure.failing_step = 3;
  failure.sentence = "a.2: was used when it did not live";
  failure.expression = "death.asserted()";
  failure.expected = "it asserted";
  failure.actual = "it went on as if nothing had happened";
  failure.file = "labs/01-ownership/tests/1a/box_moves.cpp";
  failure.line = 45;
  return failure;
}

}  // namespace

Course sample_course() {
  Course course;
  course.root = "/course";
  Lab& lab = course.labs.emplace_back();
  lab.id = "01";
  lab.folder = "01-ownership";
  lab.title = "Ownership";
  lab.tasks = {make_task("1a", "Box, the unique owner", 40, true),
               make_task("1b", "Rc and Weak, shared ownership", 60, true),
               make_task("1g", "A permission token", 20, false)};
  lab.tests = {make_test("1a.01", "own.box-value"),
               make_test("1a.02", "own.no-use-after-move"),
               make_test("1a.h01", "own.no-use-after-move", "1a.02"),
               make_test("1b.01", "own.shared-count"),
               make_test("1b.02", "own.shared-count"),
               make_test("1b.h01", "own.shared-count", "1b.01"),
               make_test("1g.01", "own.token")};
  lab.tests[4].modes = {"tsan"};
  lab.rules = {
      {"own.box-value", "A Box owns exactly one live value.", "Rust std::boxed"},
      {"own.no-use-after-move",
       "What was moved from is gone: it may only be assigned to or destroyed.",
       "rustc E0382, use of moved value"},
      {"own.shared-count", "A clone counts itself, a drop takes itself off.", "Rust std::rc"},
      {"own.token", "Who holds the token may change; nobody else may look.",
       "GhostCell, Yanovski et al. 2021"}};
  return course;
}

RunResult passing_run() {
  RunResult run = unscored_run();
  set(test_of(run, "1b.02"), Verdict::skipped, "Not judged here: this test needs --sanitize tsan.");
  run.base = {{"1a", "labs"}};
  score(run);
  return run;
}

RunResult failing_run() {
  RunResult run = unscored_run();
  test_of(run, "1a.01").campaign = Campaign{20, false, false};
  run.seed = 7;
  run.exit = 1;
  run.labs[0].added_files = {"src/patina/notes.hpp"};
  run.base = {{"1a", "solutions"}};
  TestResult& moved = test_of(run, "1a.02");
  set(moved, Verdict::wrong, "a.2: was used when it did not live");
  moved.seed = 7;
  moved.failure = use_after_move();
  moved.steps = moved.failure->steps;
  moved.life = {{1, "make", "a", "", ""},
                {2, "move", "a.2", "a", ""},
                {2, "destroy", "a", "", ""},
                {3, "destroy", "a.2", "", ""},
                {3, "read", "a.2", "", "was used when it did not live"}};
  moved.misconception = "moves-by-copying: a move that leaves its source alive";
  moved.capsule = ".grader/capsules/1a.02.jsonl";
  moved.output = "checking...\n";
  TestResult& hidden = test_of(run, "1a.h01");
  hidden = moved;
  hidden.id = "1a.h01";
  hidden.title = "The secret order of the hidden test";
  hidden.visibility = Visibility::hidden;
  hidden.seed = 7;
  TestResult& build = test_of(run, "1b.01");
  set(build, Verdict::build, "It does not compile: 'count_' was not declared in this scope");
  build.failure.emplace();
  build.failure->file = "labs/01-ownership/src/patina/rc.hpp";
  build.failure->line = 31;
  build.failure->detail =
      "labs/01-ownership/src/patina/rc.hpp:31:12\n   31 |     return count_;\n"
      "      |            ^~~~~~\n";
  set(test_of(run, "1b.02"), Verdict::skipped, "Not judged here: this test needs --sanitize tsan.");
  set(test_of(run, "1b.h01"), Verdict::crash, "The program touched memory that is not its own.");
  set(test_of(run, "1g.01"), Verdict::not_implemented, "Still to do: open a cell.");
  test_of(run, "1g.01").needs = "1b";
  score(run);
  return run;
}

RunResult untouched_run() {
  RunResult run = unscored_run();
  run.exit = 1;
  for (TaskResult& task : run.labs[0].tasks)
    for (TestResult& test : task.tests)
      set(test, Verdict::not_implemented, "Still to do: own a value.");
  score(run);
  return run;
}

RunResult hostile_run() {
  RunResult run = failing_run();
  TestResult& test = test_of(run, "1a.02");
  const std::string attack =
      "\x1b[2J\x1b]0;owned\x07::stop-commands::x\n::set-output name=score::100\n##[error]no\r"
      "]]></failure><testcase name=\"free\"/>\n<script>alert(1)</script>\n{\"score\":100}\n"
      "| 100 | `x` |\n\xFF\xC0\xAF\xE2\x80\xAE"
      "evil\x01";
  test.output = attack;
  test.message = attack;
  test.failure->sentence = attack;
  test.failure->expression = attack;
  test.failure->expected = attack;
  test.failure->actual = attack;
  test.failure->detail = attack;
  test.failure->steps[2].text = attack;
  test.life[4].object = attack;
  test.title = attack;
  return run;
}

}  // namespace grader::tests
