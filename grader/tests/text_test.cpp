// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/report/told.hpp>
#include <grader/tests/golden.hpp>
#include <grader/tests/sample_run.hpp>

#include <catch2/catch.hpp>

#include <sstream>

using namespace grader;
using namespace grader::tests;

namespace {

ReportOptions terminal(int columns = 90) {
  ReportOptions options;
  options.columns = columns;
  return options;
}

ReportOptions plain() {
  ReportOptions options;
  options.is_plain = true;
  return options;
}

std::string tell(const RunResult& run, const ReportOptions& options) {
  load_catalogue(PATINA_ROOT);
  return text_report(run, sample_course(), options);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Without the commands, which depend on the verbs that this grader has.
std::string story(const RunResult& run, const ReportOptions& options) {
  std::istringstream lines(tell(run, options));
  std::string text;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("    ./grade ") && line != "  See it again") text += line + "\n";
  return text;
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
  return found;
}

}  // namespace

TEST_CASE("text: whole transcripts are as their golden files") {
  CHECK(golden("report/passing.txt", story(passing_run(), terminal())) == "");
  CHECK(golden("report/failing.txt", story(failing_run(), terminal())) == "");
  CHECK(golden("report/failing.narrow.txt", story(failing_run(), terminal(50))) == "");
  CHECK(golden("report/failing.plain.txt", story(failing_run(), plain())) == "");
  ReportOptions verbose = terminal();
  verbose.verbose = true;
  CHECK(golden("report/failing.verbose.txt", story(failing_run(), verbose)) == "");
  CHECK(golden("report/untouched.txt", story(untouched_run(), terminal())) == "");
  CHECK(golden("report/hostile.txt", story(hostile_run(), terminal())) == "");
}

TEST_CASE("text: the commands to see a failure again ask for the base that the run asked for") {
  CHECK_FALSE(has(tell(failing_run(), terminal()), "--base"));
  RunResult run = failing_run();
  run.asked_base = "solutions";
  const std::string text = tell(run, terminal());
  for (const char* verb : {"run", "show", "debug"})
    CHECK(has(text, "./grade " + std::string(verb) + " 1a.02 --base solutions"));
}

TEST_CASE("text: plain output has one line for every test, and none is cut") {
  const std::string text = tell(failing_run(), plain());
  for (const char* id : {"1a.01", "1a.02", "1a.h01", "1b.01", "1b.02", "1b.h01", "1g.01"}) {
    std::istringstream lines(text);
    int found = 0;
    for (std::string line; std::getline(lines, line);)
      if (line.size() > 8 && line.substr(8).starts_with(id) && line.starts_with("  ")) ++found;
    CHECK(found == 1);
  }
  CHECK(
      has(text, "WRONG            A use after a move asserts, and blames the line of the move\n"));
}

TEST_CASE("text: no line of a terminal's report is wider than the terminal") {
  for (const int columns : {60, 80, 120}) {
    std::istringstream lines(tell(untouched_run(), terminal(columns)));
    for (std::string line; std::getline(lines, line);)
      CHECK(line.size() <= static_cast<std::size_t>(columns));
  }
}

TEST_CASE("text: colour is there only when asked for, and adds nothing to the words") {
  ReportOptions colored = terminal();
  colored.color = true;
  const std::string text = tell(failing_run(), colored);
  CHECK(has(text, "\x1b["));
  CHECK(printable(text) == tell(failing_run(), terminal()));
  CHECK_FALSE(has(tell(failing_run(), terminal()), "\x1b"));
}

TEST_CASE("text: a hidden test shows its verdict, last step, values, rule and sibling, no more") {
  for (const ReportOptions& options : {terminal(), plain()}) {
    const std::string text = tell(failing_run(), options);
    CHECK_FALSE(has(text, "secret order"));
    CHECK(has(text, "a hidden test of own.no-use-after-move, like 1a.02"));
  }
  RunResult only_hidden = failing_run();
  auto& tasks = only_hidden.labs[0].tasks;
  tasks[0].tests.erase(tasks[0].tests.begin(), tasks[0].tests.begin() + 2);
  tasks.resize(1);
  const std::string text = tell(only_hidden, terminal());
  CHECK(has(text, "FAIL 1a.h01 WRONG"));
  CHECK_FALSE(has(text, "death.asserted()"));
  CHECK_FALSE(has(text, "box_moves.cpp"));
  CHECK(has(text, "rustc E0382"));
  CHECK(has(text, "  >>   3. use the moved Box  <- failed here"));
  CHECK_FALSE(has(text, "2. move the Box"));
  CHECK(has(text, "it went on as if nothing had happened"));
  CHECK(has(text, "./grade run 1a.02"));  // the sibling, of which this run knows nothing
}

TEST_CASE("text: of a hidden test's sibling nothing is said but what is true") {
  ReportOptions verbose = terminal(200);
  verbose.verbose = true;
  RunResult run = failing_run();
  CHECK(has(tell(run, verbose), "1a.02 is a public test of the same rule, and fails too (WRONG)"));
  TestResult& sibling = run.labs[0].tasks[0].tests[1];
  sibling.verdict = Verdict::pass;
  sibling.failure.reset();
  CHECK(has(tell(run, verbose), "1a.02 is a public test of the same rule, and your code passes"));
}

TEST_CASE("text: a hidden test's check and its lines stay hidden where a sentence quotes them") {
  RunResult run = failing_run();
  TestResult& hidden = run.labs[0].tasks[0].tests[2];
  hidden.message = "This does not hold: " + hidden.failure->expression;
  CHECK_FALSE(has(told(run).labs[0].tasks[0].tests[2].message, "death"));
  hidden.message = "first taken at /course/grader/hidden/01-ownership/1a/box.cpp:12; and so on";
  hidden.failure->actual = "false";
  hidden.failure->expected.clear();
  run.labs[0].tasks.resize(1);
  run.labs[0].tasks[0].tests.erase(run.labs[0].tasks[0].tests.begin() + 1);
  const std::string text = tell(run, terminal());
  CHECK(has(text, "first taken at a line of the hidden test; and so on"));
  CHECK_FALSE(has(text, "actual"));
}

TEST_CASE("text: authors who run the solutions are told of hidden tests in full") {
  RunResult run = failing_run();
  run.tree = "solutions";
  CHECK(has(tell(run, plain()), "secret order"));
}

TEST_CASE("text: what is not done yet is no failure, and is summed up by task") {
  const std::string text = tell(untouched_run(), terminal());
  CHECK_FALSE(has(text, "FAIL"));
  CHECK(count(text, "NOT_IMPLEMENTED") == 0);
  CHECK(count(text, "labs/01-ownership/src/patina/1a.hpp") == 1);
}

TEST_CASE("text: long stories keep their beginning and what matters, and say what is left out") {
  RunResult run = failing_run();
  TestResult& test = run.labs[0].tasks[0].tests[1];
  for (int i = 4; i <= 400; ++i) {
    test.failure->steps.push_back({i, "step number " + std::to_string(i), 0});
    test.life.push_back({i, "make", "other." + std::to_string(i), "", ""});
  }
  test.failure->failing_step = 300;
  const std::string text = tell(run, terminal());
  CHECK(has(text, "300. step number 300"));
  CHECK(has(text, "1. make a Box"));
  CHECK(has(text, "lines left out"));
  CHECK(has(text, "was used when it did not live"));
  CHECK(std::count(text.begin(), text.end(), '\n') < 130);
}

TEST_CASE("text: no line is a command to GitHub's runner") {
  for (const int columns : {60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70}) {
    std::istringstream lines(tell(hostile_run(), terminal(columns)));
    for (std::string line; std::getline(lines, line);) {
      line.erase(0, line.find_first_not_of(" \t"));
      CHECK_FALSE(line.starts_with("::"));
      CHECK_FALSE(has(line, "##["));
    }
  }
}

TEST_CASE("text: a megabyte of output on one line takes no time and little room") {
  RunResult run = failing_run();
  run.labs[0].tasks[0].tests[1].output = std::string(1 << 20, 'x');
  run.labs[0].tasks[0].tests[1].failure->detail = std::string(1 << 20, 'y');
  CHECK(tell(run, terminal()).size() < 20000);
}

TEST_CASE("text: a fault of the grader is told as such") {
  RunResult run = untouched_run();
  TestResult& test = run.labs[0].tasks[0].tests[0];
  test.verdict = Verdict::grader_error;
  test.message = "The test program could not be started.";
  const std::string text = tell(run, terminal());
  CHECK(has(text, "your work is not to blame"));
  CHECK_FALSE(has(text, "FAIL"));
}

TEST_CASE("catalogue: every verdict has its sentence") {
  load_catalogue(PATINA_ROOT);
  for (int i = 0; i <= static_cast<int>(Verdict::skipped); ++i) {
    const std::string text = verdict_sentence(static_cast<Verdict>(i));
    CHECK_FALSE(text.starts_with("explain."));
  }
}
