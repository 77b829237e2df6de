// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/blame.hpp>
#include <grader/engine/records.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/tests/course_fixture.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

const std::string box = "labs/01-ownership/src/box.hpp";

// What is told of a program that the compiler left with this output.
TestResult blamed(const CourseFixture& fixture, const std::string& output) {
  load_catalogue(PATINA_ROOT);
  const Course course = fixture.load();
  TestResult result;
  Program program;
  program.tests = {course.test("1a.01")};
  program.results = {&result};
  program.built.output = output;
  blame_build(course, Tree::labs, program);
  return result;
}

RunResult run_of(Verdict verdict) {
  RunResult run;
  run.labs.emplace_back().id = "01";
  TaskResult& task = run.labs[0].tasks.emplace_back();
  task.id = "1a";
  TestResult& test = task.tests.emplace_back();
  test.id = "1a.01";
  test.verdict = verdict;
  return run;
}

}  // namespace

TEST_CASE("An error in a test is the learner's if a bracket of theirs stays open") {
  const CourseFixture fixture;
  const std::string error = "labs/01-ownership/tests/1a/box.cpp:3:1: error: expected '}'\n";
  CHECK(blamed(fixture, error).failure->file == "labs/01-ownership/tests/1a/box.cpp");
  fixture.folder.write(box, "int above;\nstruct Box {\n  int x;\n");
  const TestResult result = blamed(fixture, error);
  CHECK(result.verdict == Verdict::build);
  CHECK(result.failure->file == box);
  CHECK(result.failure->line == 2);
  CHECK(result.failure->detail.find("tests/1a/box.cpp:3") != std::string::npos);
  CHECK(blamed(fixture, box + ":3:1: error: expected ';'\n").failure->line == 2);
  CHECK(blamed(fixture, box + ":1:1: error: of another kind\n").failure->line == 1);
}

TEST_CASE("A test that asks nothing is no fault of the grader if the learner redefined its words") {
  load_catalogue(PATINA_ROOT);
  const CourseFixture fixture;
  RunResult run = run_of(Verdict::grader_error);
  blame_redefinitions(fixture.load(), run);
  CHECK(run.labs[0].tasks[0].tests[0].verdict == Verdict::grader_error);
  fixture.folder.write(box, "\n#define CHECK(x)\n");
  blame_redefinitions(fixture.load(), run);
  const TestResult& test = run.labs[0].tasks[0].tests[0];
  CHECK(test.verdict == Verdict::refused);
  CHECK(test.failure->file == box);
  CHECK(test.failure->line == 2);
  RunResult green = run_of(Verdict::pass);
  blame_redefinitions(fixture.load(), green);
  CHECK(green.labs[0].tasks[0].tests[0].verdict == Verdict::pass);
}

TEST_CASE("A lab's own rule of the gate refuses the tasks of the file, with the line") {
  const CourseFixture fixture;
  Course course = fixture.load();
  course.labs[0].refuses = {"raw-atomic"};
  RunResult run = run_of(Verdict::grader_error);
  run.tree = "labs";
  refuse(course, Tree::labs, run);
  CHECK(run.labs[0].tasks[0].tests[0].verdict == Verdict::grader_error);
  fixture.folder.write(box, "// std::atomic is not for here\nstd::atomic<int> n;\n");
  refuse(course, Tree::labs, run);
  const TestResult& test = run.labs[0].tasks[0].tests[0];
  CHECK(test.verdict == Verdict::refused);
  CHECK(test.failure->file == box);
  CHECK(test.failure->line == 2);
  CHECK(test.message.find("std::atomic<int> n;") != std::string::npos);
  CHECK(test.message.find("patina::rt::atomic") != std::string::npos);
}

TEST_CASE("A comparison is split into actual and expected, on one line or on three") {
  Failure failure;
  failure.expression = "seen == wanted";
  split_comparison(failure, "1 == 2");
  CHECK(failure.actual == "1");
  CHECK(failure.expected == "2");
  split_comparison(failure, "\"a long text\"\n==\n\"another\"");
  CHECK(failure.actual == "\"a long text\"");
  CHECK(failure.expected == "\"another\"");
}
