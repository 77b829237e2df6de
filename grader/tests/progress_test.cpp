// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/gradebook/progress.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/tests/temp_folder.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

RunResult run_of(const std::string& tree, std::vector<std::pair<std::string, Verdict>> verdicts) {
  RunResult run;
  run.tree = tree;
  LabResult lab;
  TaskResult task;
  task.id = "1a";
  for (const auto& [id, verdict] : verdicts) {
    TestResult test;
    test.id = id;
    test.verdict = verdict;
    task.tests.push_back(test);
  }
  lab.tasks.push_back(task);
  run.labs.push_back(lab);
  return run;
}

}  // namespace

TEST_CASE("Progress keeps the last and the best verdict of each test") {
  const TempFolder folder;
  {
    LearnerProgress progress(folder.path());
    CHECK(progress.tests().empty());
    CHECK(progress.last_task().empty());
    progress.record(run_of("labs", {{"1a.01", Verdict::pass}, {"1a.02", Verdict::wrong}}), 10);
    progress.record(run_of("labs", {{"1a.01", Verdict::crash}}), 20);
  }
  LearnerProgress progress(folder.path());  // it outlives the process
  const auto tests = progress.tests();
  REQUIRE(tests.size() == 2);
  CHECK(tests.at("1a.01").last == Verdict::crash);
  CHECK(tests.at("1a.01").best == Verdict::pass);
  CHECK(tests.at("1a.01").attempts == 2);
  CHECK(tests.at("1a.02").best == Verdict::wrong);
  CHECK(progress.last_task() == "1a");
}

TEST_CASE("The grader's faults and tests not judged are no attempts, nor is a build error") {
  const TempFolder folder;
  LearnerProgress progress(folder.path());
  progress.record(run_of("labs", {{"1a.01", Verdict::pass}}), 10);
  progress.record(run_of("labs", {{"1a.01", Verdict::grader_error}}), 20);
  progress.record(run_of("labs", {{"1a.01", Verdict::skipped}}), 30);
  CHECK(progress.tests().at("1a.01").last == Verdict::pass);
  progress.record(run_of("labs", {{"1a.01", Verdict::build}}), 40);
  CHECK(progress.tests().at("1a.01").last == Verdict::build);
  CHECK(progress.tests().at("1a.01").best == Verdict::pass);
  CHECK(progress.tests().at("1a.01").attempts == 1);
}

TEST_CASE("A run of the solutions is nobody's progress") {
  const TempFolder folder;
  CHECK(record_run(folder.path(), run_of("solutions", {{"1a.01", Verdict::pass}})).empty());
  CHECK(LearnerProgress(folder.path()).tests().empty());
  CHECK(record_run(folder.path(), run_of("labs", {{"1a.01", Verdict::pass}})).empty());
  CHECK(LearnerProgress(folder.path()).tests().size() == 1);
}

TEST_CASE("Hints are counted by rung, and solutions shown are remembered") {
  const TempFolder folder;
  LearnerProgress progress(folder.path());
  CHECK(progress.hints_taken("1a") == 0);
  progress.take_hint("1a", 1, 10);
  progress.take_hint("1a", 2, 20);
  progress.take_hint("1a", 2, 30);
  CHECK(progress.hints_taken("1a") == 2);
  CHECK(progress.hints_taken("1b") == 0);
  progress.record_solution("1a", "make", 10);
  progress.record_solution("1a", "leak", 20);
  progress.record_solution("1a", "make", 30);
  CHECK(progress.solutions_shown("1a") == std::vector<std::string>{"make", "leak"});
}

TEST_CASE("A progress file of a newer version is read and never written") {
  load_catalogue(PATINA_ROOT);
  const TempFolder folder;
  {
    LearnerProgress progress(folder.path());
    progress.record(run_of("labs", {{"1a.01", Verdict::pass}}), 10);
    Database(folder / ".grader/progress.sqlite3", Access::read_write)
        .run(
            "PRAGMA user_version = 2; DROP TABLE hints;"
            "INSERT INTO tests VALUES('9z.01', 'ASTONISHING', 'PASS', 1, 1)");
  }
  LearnerProgress progress(folder.path());
  CHECK(progress.is_read_only());
  CHECK_FALSE(progress.notice().empty());
  progress.record(run_of("labs", {{"1a.01", Verdict::wrong}}), 20);
  progress.take_hint("1a", 1, 20);
  CHECK(progress.tests().at("1a.01").last == Verdict::pass);
  CHECK(progress.tests().count("9z.01") == 0);  // a verdict that we don't know
  CHECK(progress.hints_taken("1a") == 0);       // a table that is no longer there
}

TEST_CASE("A progress file that is none is told in a sentence") {
  load_catalogue(PATINA_ROOT);
  const TempFolder folder;
  folder.write(".grader/progress.sqlite3", std::string(5000, 'x'));
  CHECK_FALSE(record_run(folder.path(), run_of("labs", {{"1a.01", Verdict::pass}})).empty());
}
