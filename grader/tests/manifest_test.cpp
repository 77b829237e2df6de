// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/hints.hpp>
#include <grader/course/nearest.hpp>
#include <grader/course/sources.hpp>
#include <grader/tests/course_fixture.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

const std::string lab_json = "labs/01-ownership/lab.json";

std::string fault_after(const std::string& from, const std::string& to) {
  const CourseFixture fixture;
  fixture.replace(lab_json, from, to);
  try {
    fixture.load();
  } catch (const CourseError& error) {
    return error.what();
  }
  return "";
}

std::vector<std::string> ids_of(const std::vector<const Test*>& tests) {
  std::vector<std::string> ids;
  for (const Test* test : tests) ids.push_back(test->id);
  return ids;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("A manifest is read whole") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  REQUIRE(course.labs.size() == 1);
  CHECK(course.labs[0].folder == "01-ownership");
  CHECK(course.task("1a")->minutes_high == 60);
  CHECK(course.test("1a.02")->flavour == Flavour::compile);
  CHECK(course.test("1a.h01")->is_hidden);
  CHECK(course.rule("own.once")->source == "The book");
  CHECK(course.task("1b") == nullptr);
  CHECK(&course.task_of(*course.test("1a.01")) == course.task("1a"));
  CHECK(ids_of(course.tests_of(*course.task("1a"))) == Words{"1a.01", "1a.02", "1a.h01"});
}

TEST_CASE("A fault in a manifest is told with its place") {
  const auto tells = [](const std::string& fault, const std::string& place) {
    return fault.find(place) != std::string::npos;
  };
  CHECK(tells(fault_after("\"format\": 1", "\"format\": 2"), "lab.json.format"));
  CHECK(tells(fault_after("\"weight\": 3", "\"weight\": -3"), "tests[0].weight"));
  CHECK(tells(fault_after("\"weight\": 3", "\"weight\": 0"), "1a.01"));
  CHECK(tells(fault_after("\"flavour\": \"plain\"", "\"flavour\": \"sweet\""), "tests[0].flavour"));
  CHECK(tells(fault_after("\"title\": \"Box\", ", ""), "tasks[0].title"));
  CHECK(tells(fault_after("\"rule\": \"own.once\"", "\"rule\": \"own.twice\""), "own.twice"));
  CHECK(tells(fault_after("\"1a.02\"", "\"1a.01\""), "1a.01"));
  CHECK(tells(fault_after("\"sibling\": \"1a.01\"", "\"sibling\": \"1a.07\""), "1a.h01"));
  CHECK(tells(fault_after("\"uses\": []", "\"uses\": [\"2a\"]"), "2a"));
  CHECK(tells(fault_after("[25, 60]", "[60, 25]"), "1a"));
  CHECK(tells(fault_after("{", "["), "lab.json"));
}

TEST_CASE("Words select tests in the manifest's order, without doubles") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  CHECK(ids_of(select(course, {}, false)) == Words{"1a.01", "1a.02", "1a.h01"});
  CHECK(ids_of(select(course, {"01"}, true)) == Words{"1a.01", "1a.02"});
  CHECK(ids_of(select(course, {"labs/01-ownership/"}, true)) == Words{"1a.01", "1a.02"});
  CHECK(ids_of(select(course, {"1a.02", "1a.01", "1a.02"}, false)) == Words{"1a.01", "1a.02"});
  CHECK(ids_of(select(course, {"1a"}, false)).size() == 3);
}

TEST_CASE("An unknown word is told with the nearest known ones") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  try {
    select(course, {"1a.3"}, false);
    FAIL("it was taken for something");
  } catch (const UsageError& error) {
    CHECK(std::string(error.what()).find("1a.3") != std::string::npos);
  }
  CHECK(nearest("rnu", {"run", "list"}) == Words{});
  CHECK(nearest("expain", {"explain", "list"}) == Words{"explain"});
  CHECK(nearest("1c", {"1a", "1b", "01"}) == Words{"1a", "1b"});
  CHECK(nearest("crash", {"CRASH", "RACE"}) == Words{"CRASH"});
}

TEST_CASE("Tests are found in the sources, titles on two lines too") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  const SourceTests sources = scan_tests(fixture.folder.path(), course.labs);
  REQUIRE(sources.tests.size() == 3);
  const SourceTest* test = sources.find("1a.02");
  REQUIRE(test != nullptr);
  CHECK(test->title == "A Box is not copied, and the compiler says so");
  CHECK(test->flavour == Flavour::compile);
  CHECK(test->task == "1a");
  CHECK(sources.find("1a.h01")->is_hidden);
}

TEST_CASE("Hints are read by task and rung") {
  const CourseFixture fixture;
  const Course course = fixture.load();
  const auto hints = read_hints(fixture.folder.path(), course.labs[0]);
  REQUIRE(hints.at("1a").size() == 3);
  CHECK(hints.at("1a")[1].title == "Where");
  CHECK(hints.at("1a")[2].text == "So.");
}

TEST_CASE("The course's folder is found from any folder inside it") {
  const CourseFixture fixture;
  const auto root = std::filesystem::canonical(fixture.folder.path());
  CHECK(find_root(fixture.folder / "labs/01-ownership/src") == root);
  CHECK(find_root(fixture.folder.path()) == root);
  const TempFolder elsewhere;
  CHECK_THROWS_AS(find_root(elsewhere.path()), UsageError);
}
