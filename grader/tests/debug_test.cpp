// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/debug.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>

using grader::DebugPlan;
using grader::plan_debug;
using grader::TestResult;
using grader::Verdict;

namespace {

grader::SourceTest source() {
  grader::SourceTest test;
  test.id = "1a.04";
  test.file = "labs/01-ownership/tests/1a/box_value.cpp";
  test.line = 43;
  return test;
}

TestResult result(Verdict verdict) {
  TestResult test;
  test.id = "1a.04";
  test.verdict = verdict;
  if (verdict != Verdict::pass && verdict != Verdict::not_implemented) test.failure.emplace();
  return test;
}

DebugPlan plan(const TestResult& test) {
  grader::load_catalogue(PATINA_ROOT);
  return plan_debug("/course", source(), test);
}

}  // namespace

TEST_CASE("The debugger stops at the failing line, and where an assertion fires") {
  TestResult test = result(Verdict::wrong);
  test.failure->file = "labs/01-ownership/src/patina/box.hpp";
  test.failure->line = 90;
  const DebugPlan made = plan(test);
  REQUIRE(made.stops.size() == 2);
  CHECK(made.stops[0] == "break /course/labs/01-ownership/src/patina/box.hpp:90");
  CHECK(made.stops[1] == "break patina::fail_assertion");
  CHECK(made.sentence.find("box.hpp:90") != std::string::npos);
}

TEST_CASE("A failure without a line is met at its step, else where its test starts") {
  TestResult test = result(Verdict::leak);
  CHECK(plan(test).stops.at(0) == "break /course/labs/01-ownership/tests/1a/box_value.cpp:44");
  test.failure->steps = {{1, "make one", 45}, {2, "drop it", 47}};
  test.failure->failing_step = 2;
  CHECK(plan(test).stops.at(0) == "break /course/labs/01-ownership/tests/1a/box_value.cpp:47");
}

TEST_CASE("A test that passes is met at its first step") {
  TestResult test = result(Verdict::pass);
  CHECK(plan(test).stops.at(0) == "break /course/labs/01-ownership/tests/1a/box_value.cpp:44");
  test.steps = {{1, "make one", 46}};
  CHECK(plan(test).stops.at(0) == "break /course/labs/01-ownership/tests/1a/box_value.cpp:46");
}

TEST_CASE("Stubs, exceptions and exits are met where they happen; an endless test is interrupted") {
  CHECK(plan(result(Verdict::not_implemented)).stops.at(0) == "break patina::not_implemented");
  CHECK(plan(result(Verdict::crash)).stops.at(0) == "catch throw");
  CHECK(plan(result(Verdict::premature_exit)).stops.at(0) == "break exit");
  CHECK(plan(result(Verdict::timeout)).stops.empty());
}

TEST_CASE("The command runs one test by its tag, and survives a shell") {
  const DebugPlan made{{"break /a b/it's.cpp:3"}, {}, ""};
  const auto command = grader::debug_command(made, "/build/program", "1a.04");
  CHECK(command.front() == "gdb");
  CHECK(command.back() == "[1a.04]");
  const std::string line = grader::shell_words(command);
  CHECK(line.find("'break /a b/it'\\''s.cpp:3'") != std::string::npos);
  CHECK(line.find(" -ex run --args /build/program '[1a.04]'") != std::string::npos);
}

TEST_CASE("A failure that the explorer found is met in its schedule, in the failing step") {
  TestResult test = result(Verdict::deadlock);
  test.choices = "weak; 0x1 1x2; 0 1";
  test.failure->failing_step = 7;
  const DebugPlan made = plan(test);
  REQUIRE(made.stops.size() == 3);
  CHECK(made.stops[0] == "set environment PATINA_CHOICES weak; 0x1 1x2; 0 1");
  CHECK(made.stops[1] == "break patina_explored_step");
  CHECK(made.stops[2] == "ignore 1 6");
  const std::string line = grader::shell_words(grader::debug_command(made, "/b/p", "1a.04"));
  CHECK(line.find("-ex run -ex 'backtrace 12' --args") != std::string::npos);
}
