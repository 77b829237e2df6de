// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/reset.hpp>
#include <grader/gradebook/standing.hpp>
#include <grader/tests/course_fixture.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

TestProgress last(Verdict verdict, std::int64_t at_s = seconds_now()) {
  TestProgress progress;
  progress.last = verdict;
  progress.at_s = at_s;
  return progress;
}

}  // namespace

TEST_CASE("A learner's standing counts what passed last time") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  auto standings = standing(course, {});
  REQUIRE(standings.size() == 1);
  CHECK(standings[0].total == 3);
  CHECK_FALSE(standings[0].is_begun());

  standings = standing(course, {{"1a.01", last(Verdict::pass)}, {"9z.01", last(Verdict::pass)}});
  CHECK(standings[0].passed == 1);
  CHECK(standings[0].is_begun());
  CHECK_FALSE(standings[0].is_done());
  CHECK(next_task(standings, "")->task->id == "1a");
  CHECK(next_task(standings, "7x")->task->id == "1a");  // a task of another version of the course

  std::filesystem::remove_all(fixture.folder / "grader/hidden");  // a handout
  standings = standing(course, {{"1a.01", last(Verdict::pass)}, {"1a.02", last(Verdict::pass)}});
  CHECK(standings[0].is_done());
  CHECK(core_is_done(standings, course.labs[0]));
  CHECK(next_task(standings, "1a") == nullptr);
}

TEST_CASE("Who has done a task goes on in its lab") {
  Lab first, second;
  first.tasks.resize(2);
  second.tasks.resize(3);
  first.tasks[0].id = "1a";
  first.tasks[1].id = "1b";
  second.tasks[0].id = "2a";
  second.tasks[1].id = "2b";
  second.tasks[2].id = "2c";
  std::vector<TaskStanding> standings;
  for (Lab* const lab : {&first, &second})
    for (Task& task : lab->tasks) {
      task.is_core = task.id != "2c";
      standings.emplace_back();
      standings.back().lab = lab;
      standings.back().task = &task;
      standings.back().total = 1;
    }
  standings[2].passed = 1;  // 2a
  CHECK(next_task(standings, "2a")->task->id == "2b");
  standings[3].passed = 1;  // the core of the second lab is done
  CHECK(next_task(standings, "2b")->task->id == "1a");
  standings[0].passed = standings[1].passed = 1;
  CHECK(next_task(standings, "1b")->task->id == "2c");
}

TEST_CASE("A task whose file was edited since is not done until it is judged again") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  std::map<std::string, TestProgress> tests;
  for (const char* const id : {"1a.01", "1a.02", "1a.h01"}) tests[id] = last(Verdict::pass);
  CHECK(standing(course, tests)[0].is_done());
  for (auto& [id, test] : tests) test.at_s -= 60;
  CHECK(standing(course, tests)[0].is_stale);
  CHECK_FALSE(standing(course, tests)[0].is_done());
  CHECK_FALSE(standing(course, {})[0].is_stale);
}

TEST_CASE("Reset restores the starter and keeps what was there") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  const std::string file = "labs/01-ownership/src/box.hpp";
  const std::string starter = fixture.folder.read(file);
  fixture.folder.write(file, "my own work\n");
  const auto named = files_named(course, "box.hpp", fixture.folder.path());
  REQUIRE(named.size() == 1);
  const auto backup = backup_folder(course.root, "20260102-030405");
  reset(course.root, named[0], backup);
  CHECK(fixture.folder.read(file) == starter);
  CHECK(fixture.folder.read(".grader/backup/20260102-030405/" + file) == "my own work\n");
  CHECK(backup_folder(course.root, "20260102-030405").filename() == "20260102-030405-2");
}

TEST_CASE("A file to reset is named by task, path or name") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  const auto path_of = [&](const std::string& word, const std::string& here) {
    return files_named(course, word, fixture.folder / here).at(0).path;
  };
  const std::string file = "labs/01-ownership/src/box.hpp";
  CHECK(path_of("1a", ".") == file);
  CHECK(path_of(file, ".") == file);
  CHECK(path_of("src/box.hpp", ".") == file);
  CHECK(path_of("box.hpp", "labs/01-ownership/src") == file);
  CHECK(path_of("../src/box.hpp", "labs/01-ownership/tests") == file);
  CHECK_THROWS_AS(path_of("ox.hpp", "."), UsageError);
  CHECK_THROWS_AS(path_of("2a", "."), UsageError);
}
