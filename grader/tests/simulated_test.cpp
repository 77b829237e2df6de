// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a simulation tells: from its records to a story, a verdict, a capsule, a drawing.
#include <grader/course/text.hpp>
#include <grader/engine/judge.hpp>
#include <grader/report/capsule.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/kept_test.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/show.hpp>
#include <grader/report/sim_drawing.hpp>
#include <grader/report/sim_page.hpp>
#include <grader/tests/golden.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

#include <algorithm>

using namespace grader;
using namespace grader::tests;

namespace {

const std::string opening =
    R"({"t":"hello","nonce":"n"})" "\n"
    R"({"t":"begin","id":"3a.01","title":"3a.01 One leader a term"})" "\n"
    R"({"t":"step","n":1,"text":"before the simulation","line":3})" "\n";
const std::string moments =
    R"({"t":"moment","call":1,"step":0,"at":0,"kind":"step","words":"elect"})" "\n"
    R"({"t":"moment","call":1,"step":1,"at":0,"kind":"start","actor":1,"name":"n1","words":"")"
    R"(,"lane":"role=follower; term=0","fate":"","cuts":"","decided":0,"broken":0})" "\n"
    R"({"t":"moment","call":1,"step":7,"at":12345,"kind":"send","actor":1,"name":"n1","other":2)"
    R"(,"other_name":"n2","message":1,"words":"Vote term 1","lane":"role=follower; term=0")"
    R"(,"fate":"lost","cuts":"","decided":1,"broken":0})" "\n"
    R"({"t":"moment","call":1,"step":9,"at":20000,"kind":"note","actor":1,"name":"n1")"
    R"(,"words":"becomes leader","lane":"role=leader; term=1","fate":"","cuts":"")"
    R"(,"decided":0,"broken":1})" "\n"
    R"({"t":"drawn","name":"nodes","value":"3"})" "\n";
const std::string closing = R"({"t":"end","id":"3a.01","assertions":1,"failed":1})" "\n";

std::string ended(const std::string& verdict, const std::string& kind = "rule") {
  return R"({"t":"simulated","call":1,"verdict":")" + verdict +
         R"(","seed":"18446744073709551615","runs":4,"events":90,"left_out":87,"decisions":1)"
         R"(,"trials":5,"choices":"sim; call 1; seed 5; only; net/1-2 loss: 1","kind":")" +
         kind + R"(","rule":"raft.election-safety","text":"two leaders","step":9})" "\n";
}

Course course() {
  Course made;
  made.root = "/c";
  Lab lab;
  lab.id = "03";
  Task task;
  task.id = "3a";
  Test test;
  test.id = "3a.01";
  test.task = "3a";
  test.rule = "raft.one-vote";
  lab.tasks = {task};
  lab.tests = {test};
  lab.rules = {{"raft.election-safety", "At most one leader a term.", "paper 5.2"},
               {"raft.one-vote", "One vote a term.", "paper 5.2"}};
  made.labs = {lab};
  return made;
}

TestResult judged(const std::string& lines) {
  load_catalogue(PATINA_ROOT);
  const Course made = course();
  os::Ended ended;
  ended.was_started = true;
  ended.exit_code = 81;
  const Proof proof{"n", 81};
  TestResult result;
  result.id = "3a.01";
  result.rule = "raft.one-vote";
  judge_evidence(
      {made, made.labs[0].tests[0], ended, proof, parse_records(lines, "3a.01", "/c"), ""},
      result);
  return result;
}

Capsule sample() {
  load_catalogue(PATINA_ROOT);
  return read_capsule(read_data("show/3c.04.jsonl"));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("simulated: the rule that broke stands beside the test's own, the events are the steps") {
  const TestResult result = judged(opening + moments + ended("WRONG") + closing);
  CHECK(result.verdict == Verdict::wrong);
  CHECK(result.message == "two leaders");
  CHECK(result.broken_rule == "raft.election-safety");
  CHECK(result.rule == "raft.one-vote");
  CHECK(result.choices == "sim; call 1; seed 5; only; net/1-2 loss: 1");
  CHECK(result.options.at("nodes") == "3");
  CHECK(result.options.at("seed of the run") == "18446744073709551615");
  REQUIRE(result.failure);
  CHECK(result.failure->failing_step == 9);
  REQUIRE(result.steps.size() == 4);
  CHECK(result.steps[0].number == 0);
  CHECK(result.steps[2].text == "12.345 ms  n1 sends to n2: Vote term 1 (lost on its way)");
  CHECK(result.steps[3].text == "20.000 ms  n1: becomes leader [leader, term 1]");
}

TEST_CASE("simulated: a green run leaves its moments and no failure") {
  const TestResult result = judged(
      opening + moments + ended("PASS") + R"({"t":"end","id":"3a.01","assertions":1,"failed":0})"
      "\n");
  CHECK(result.verdict == Verdict::pass);
  CHECK(result.moments.size() == 4);
  CHECK_FALSE(result.failure);
}

TEST_CASE("simulated: an assertion is told as one; it ends the process and is no crash") {
  const TestResult result = judged(opening + moments + ended("WRONG", "assertion"));
  CHECK(result.verdict == Verdict::wrong);
  CHECK(result.message == "An assertion stopped the program: two leaders");
}

TEST_CASE("simulated: of two simulations in a test the last that was told is the story") {
  std::string second = moments;
  for (std::size_t at = 0; (at = second.find("\"call\":1", at)) != std::string::npos;)
    second[at + 7] = '2';
  const TestResult result = judged(opening + moments + second + ended("WRONG") + closing);
  CHECK(result.moments.size() == 4);
  CHECK(result.steps.size() == 4);
}

TEST_CASE("simulated: a stub that was reached comes first; a verdict that is none is tampering") {
  const std::string todo = "{\"t\":\"todo\",\"task\":\"3a\",\"what\":\"vote\"}\n";
  CHECK(judged(opening + todo + moments + ended("WRONG") + closing).verdict ==
        Verdict::not_implemented);
  CHECK(judged(opening + moments + ended("FINE") + closing).verdict == Verdict::tamper);
}

TEST_CASE("simulated: a capsule keeps all of it") {
  const Capsule made = make_capsule(judged(opening + moments + ended("WRONG") + closing), {});
  const Capsule capsule = read_capsule(write_capsule(made));
  CHECK(capsule.events == made.events);
  CHECK(capsule.broken_rule == "raft.election-safety");
  CHECK(capsule.events[2].is_decided);
  CHECK(capsule.events[2].at_us == 12345);
  CHECK(capsule.events[3].broken == "raft.election-safety");
  CHECK(is_simulated(capsule));
  const std::string text = show_text(capsule, course());
  CHECK(has(text, "broke: At most one leader a term. raft.election-safety (paper 5.2)"));
  CHECK(has(text, ">>    9. 20.000 ms  n1: becomes leader"));
}

TEST_CASE("run drawing: lanes, lives, messages and partitions") {
  const Capsule capsule = sample();
  const RunDrawing drawing = draw_run(capsule);
  CHECK(drawing.lanes == std::vector<std::string>{"n1", "n2", "n3"});
  CHECK(drawing.rows.size() == capsule.events.size());
  CHECK(drawing.spans.size() == 5);  // three lives, one of them in two parts with a gap
  CHECK(std::count_if(drawing.spans.begin(), drawing.spans.end(),
                      [](const LaneSpan& span) { return !span.is_up; }) == 1);
  const auto count = [&](ArrowEnd end) {
    return std::count_if(drawing.arrows.begin(), drawing.arrows.end(),
                         [&](const MessageArrow& arrow) { return arrow.end == end; });
  };
  CHECK(count(ArrowEnd::arrives) == 5);
  CHECK(count(ArrowEnd::is_lost) == 1);
  CHECK(count(ArrowEnd::leaves_and_lost) == 1);
  CHECK(std::count_if(drawing.arrows.begin(), drawing.arrows.end(),
                      [](const MessageArrow& arrow) { return arrow.is_again; }) == 1);
  REQUIRE(drawing.bands.size() == 1);
  CHECK(drawing.bands[0].sides == std::vector<std::size_t>{0, 1, 1});
  CHECK(drawing.bands[0].end_row == drawing.rows.size());
}

TEST_CASE("run drawing: what a capsule claims about nobody harms nothing") {
  Capsule capsule = sample();
  capsule.events[4].from = "n9";
  capsule.events[5].message = 0;
  capsule.events[6].object.clear();
  capsule.events[13].cuts = "x>y n1> >n2 n1";
  CHECK(has(show_page(capsule, course()), "<svg"));
  CHECK_FALSE(show_text(capsule, course()).empty());
}

TEST_CASE("run drawing: what broke a rule with others, as the test found later, is called a part") {
  Capsule capsule = sample();
  CapsuleEvent found = capsule.events.back();
  found.kind = "found";
  found.broken = "raft.election-safety";
  found.at_us = 1'900'000;
  CHECK_FALSE(has(show_text(capsule, course()), "Part of what broke the rule"));
  capsule.events.push_back(found);
  mark_parts(capsule.events);
  const std::string text = show_text(capsule, course());
  CHECK(has(text, "becomes leader of term 1. Part of what broke the rule: raft.election-safety"));
  CHECK(has(show_page(capsule, course()), "Part of what broke the rule: raft.election-safety"));
  CHECK(text.find("This broke the rule") == text.rfind("This broke the rule"));
  CHECK(read_capsule(write_capsule(capsule)).events == capsule.events);
}

TEST_CASE("run page: text is as its golden file; the page needs nothing and says all in words") {
  const Capsule capsule = sample();
  CHECK(golden("show/3c.04.txt", show_text(capsule, course())) == "");
  const std::string page = show_page(capsule, course());
  for (const char* part : {"http:", "https:", "src=", "@import"}) CHECK_FALSE(has(page, part));
  CHECK(printable(page) == page);
  const std::string words = page.substr(page.find("id=\"words\""));
  for (const CapsuleEvent& event : capsule.events)
    if (is_moment(event) && event.kind != "step")
      CHECK(has(words, escape_markup(moment_line(moment_of(event)))));
  CHECK(has(page, "<a class=\"skip\" href=\"#broken\">"));
  CHECK(has(page, "<input type=\"range\""));
  CHECK(has(page, "<div class=\"scrub\" hidden>"));  // until the script has come
  CHECK(has(page, "<svg aria-hidden=\"true\""));
  CHECK(has(page, "data-lane=\"leader, term 1, log 1..0, commit 0\""));
}

TEST_CASE("run page: nothing that a program said becomes markup") {
  Capsule capsule = sample();
  for (CapsuleEvent& event : capsule.events) {
    if (event.object == "n2") event.object = "<script>alert(1)</script>";
    event.text += "\"><img>";
    event.lane += "'\"><i>";
  }
  const std::string page = show_page(capsule, course());
  CHECK_FALSE(has(page, "<script>alert"));
  CHECK_FALSE(has(page, "<img"));
  CHECK_FALSE(has(page, "<i>"));
}

TEST_CASE("shiviz: a delivery is after what was sent, and each event after its actor's last") {
  const std::string log = shiviz_log(sample());
  CHECK(has(log, "n1 {\"n1\":1}\n"));
  CHECK(has(log, "n2 {\"n1\":3,\"n2\":2}\n"));
  CHECK(has(log, "n1 {\"n1\":6,\"n2\":3}\n"));
  Capsule other;
  other.test = "1a.01";
  CHECK_THROWS_AS(shiviz_log(other), UsageError);
}

TEST_CASE("kept test: its unit's beginning, the run, and the test by another name") {
  load_catalogue(PATINA_ROOT);
  const Course real = load_course(PATINA_ROOT);
  Capsule capsule = sample();
  capsule.test = "3e.27";
  capsule.message = "two \"leaders\"\nof term 1";
  const std::string text = kept_test(capsule, real);
  CHECK(has(text, "#include <testkit/raft/cluster.hpp>"));
  CHECK(has(text, "TEST_CASE(\"kept: 3e.27, two \\\"leaders\\\" of term 1\", \"[kept]\") {"));
  CHECK(has(text, "  const testkit::sim::Following run(\"sim; call 1; seed 9182736455; only;"));
  CHECK(has(text, "//    91. "));
  CHECK(text.find("TEST_CASE(") == text.rfind("TEST_CASE("));
  CHECK(text.substr(text.size() - 2) == "}\n");
  capsule.test = "9z.99";
  CHECK_THROWS_AS(kept_test(capsule, real), UsageError);
}
