// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the schedule explorer tells: from its records to a story, a verdict, a capsule, a drawing.
#include <grader/engine/judge.hpp>
#include <grader/report/capsule.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/show.hpp>

#include <catch2/catch.hpp>

#include "temp_folder.hpp"

using namespace grader;

namespace {

const std::string records =
    R"({"t":"hello","nonce":"n"})" "\n"
    R"({"t":"begin","id":"2a.01","title":"2a.01 Two owners"})" "\n"
    R"({"t":"step","n":1,"text":"before the exploration","line":3})" "\n"
    R"({"t":"event","step":1,"thread":0,"name":"spawn","object":"thread 1","value":"")"
    R"(,"order":"","note":"","other":1,"from":0,"syncs":0,"broken":0})" "\n"
    R"({"t":"event","step":2,"thread":0,"name":"store","object":"atomic 1","value":"1")"
    R"(,"order":"release","note":"","from":0,"syncs":0,"broken":0,"file":"/c/a.hpp")"
    R"(,"line":5})" "\n"
    R"({"t":"event","step":3,"thread":1,"name":"load","object":"atomic 1","value":"1")"
    R"(,"order":"acquire","note":"","from":2,"syncs":2,"broken":1,"file":"/c/a.hpp")"
    R"(,"line":7})" "\n"
    R"({"t":"fail","kind":"rule","text":"two meet","step":0,"file":"","line":0})" "\n"
    R"({"t":"explored","verdict":"RACE","kind":"data race","text":"two meet","thread":1)"
    R"(,"step":3,"executions":9,"memory":"weak","choices":"weak; 0x1 1x1; 0")"
    R"(,"file":"/c/a.hpp","line":7})" "\n"
    R"({"t":"end","id":"2a.01","assertions":1,"failed":1})" "\n";

Course course() {
  Course made;
  made.root = "/c";
  Lab lab;
  lab.id = "02";
  Task task;
  task.id = "2a";
  Test test;
  test.id = "2a.01";
  test.task = "2a";
  lab.tasks = {task};
  lab.tests = {test};
  made.labs = {lab};
  return made;
}

TestResult judged(const std::string& lines, const std::string& sanitizer_log = "") {
  load_catalogue(PATINA_ROOT);
  const Course made = course();
  os::Ended ended;
  ended.was_started = true;
  ended.exit_code = 81;
  const Proof proof{"n", 81};
  TestResult result;
  result.id = "2a.01";
  judge_evidence(
      {made, made.labs[0].tests[0], ended, proof, parse_records(lines, "2a.01", "/c"),
       sanitizer_log},
      result);
  return result;
}

TEST_CASE("explored: the explorer's verdict is the test's, and its events are the steps") {
  const TestResult result = judged(records);
  CHECK(result.verdict == Verdict::race);
  CHECK(result.message == "two meet");
  REQUIRE(result.failure);
  CHECK(result.failure->file == "a.hpp");
  CHECK(result.failure->failing_step == 3);
  REQUIRE(result.steps.size() == 4);  // with the test's own step, during which it happened
  CHECK(result.steps[0].text == "before the exploration");
  CHECK(result.steps[3].text ==
        "thread 1: load atomic 1 = 1 (acquire), synchronizes with step 2  a.hpp:7");
}

TEST_CASE("explored: a stub that was reached comes before what the explorer found") {
  const std::string todo = "{\"t\":\"todo\",\"task\":\"2a\",\"what\":\"count\"}\n";
  CHECK(judged(records + todo).verdict == Verdict::not_implemented);
}

TEST_CASE("explored: a sanitizer that ends an execution has the word, and its choices are kept") {
  const std::string log =
      "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
      "    #0 0x1 in f /c/b.hpp:4\n";
  std::string lines = records;
  lines.replace(lines.find("\"RACE\""), 6, "\"UB\"");
  const TestResult result = judged(lines, log);
  CHECK(result.verdict == Verdict::ub);
  CHECK(result.message != "two meet");
  CHECK(result.choices == "weak; 0x1 1x1; 0");
}

TEST_CASE("explored: a verdict that is none is tampering") {
  std::string lines = records;
  lines.replace(lines.find("\"RACE\""), 6, "\"FINE\"");
  CHECK(judged(lines).verdict == Verdict::tamper);
}

TEST_CASE(
    "explored: a capsule keeps choices and operations, and threads are lanes of its drawing") {
  const Capsule made = make_capsule(judged(records), {});
  const Capsule capsule = read_capsule(write_capsule(made));
  CHECK(capsule.choices == "weak; 0x1 1x1; 0");
  CHECK(capsule.options.at("found") == "data race");
  CHECK(capsule.events == made.events);
  CHECK(is_about_threads(capsule));
  const Drawing drawing = draw(capsule);
  CHECK(drawing.lanes == std::vector<std::string>{"thread 0", "thread 1"});
  CHECK(drawing.rows[0].event->text == "before the exploration");
  const Row& release = drawing.rows[2];
  const Row& acquire = drawing.rows[3];
  CHECK(release.cells[0].is_right);
  CHECK(release.cells[1].is_edge_below);
  CHECK(acquire.cells[1].is_edge_above);
  CHECK(acquire.cells[0].arrow == Arrow::none);
  CHECK(acquire.cells[1].arrow == Arrow::ends_from_left);
  CHECK(acquire.is_broken);
  const std::string text = show_text(capsule, course());
  CHECK(text.find(">>  3. thread 1: load atomic 1 = 1 (acquire)") != std::string::npos);
  CHECK(text.find("(release)  a.hpp:5. It leads to step 3") != std::string::npos);
  CHECK(text.find("-- before the exploration") != std::string::npos);
}

TEST_CASE("explored: an object is called what its code calls it, where a line says that clearly") {
  const TempFolder folder;
  folder.write("a.hpp", "\n\n\n\n  ready_.store(1, release);\n\n  if (a.load() == b.load())\n");
  std::string lines = records;
  for (std::size_t at = 0; (at = lines.find("/c/a.hpp", at)) != std::string::npos;)
    lines.replace(at, 2, at < records.size() / 2 ? folder.path().string() : "../..");
  const Story story = parse_records(lines, "2a.01", folder.path());
  REQUIRE(story.threads.size() == 3);
  CHECK(story.threads[1].words == "store atomic 1 (ready_) = 1 (release)");
  CHECK(story.threads[1].file == "a.hpp");
  CHECK(story.threads[2].file == "a.hpp");
  CHECK(story.threads[2].words.starts_with("load atomic 1 (ready_) = 1 (acquire)"));
  CHECK(story.steps[2].text.find("atomic 1 (ready_)") != std::string::npos);
}

TEST_CASE("explored: of several explorations the first that failed is told, and no other") {
  const std::size_t begin = records.find("{\"t\":\"step\"");
  const std::size_t end = records.find("{\"t\":\"end\"");
  const std::string twice = records.substr(0, end) + records.substr(begin);
  CHECK(judged(twice).steps.size() == judged(records).steps.size());
  CHECK(judged(twice).threads.size() == 3);
}

}  // namespace
