// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/capsules.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/show.hpp>
#include <grader/tests/golden.hpp>
#include <grader/tests/sample_run.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace grader;
using namespace grader::tests;

namespace {

Capsule capsule_of_run(const RunResult& run) {
  load_catalogue(PATINA_ROOT);
  return make_capsule(run.labs[0].tasks[0].tests[1], {});
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

CapsuleEvent event(int step, const std::string& kind, const std::string& object,
                   const std::string& from = "", const std::string& broken = "") {
  CapsuleEvent event;
  event.step = step;
  event.kind = kind;
  event.object = object;
  event.from = from;
  event.broken = broken;
  return event;
}

}  // namespace

TEST_CASE("show: page and text of a red test are as their golden files") {
  const Capsule capsule = capsule_of_run(failing_run());
  CHECK(golden("show/1a.02.html", show_page(capsule, sample_course())) == "");
  CHECK(golden("show/1a.02.txt", show_text(capsule, sample_course())) == "");
}

TEST_CASE("show: a green test has a page too") {
  const Capsule capsule = capsule_of_run(passing_run());
  const std::string page = show_page(capsule, sample_course());
  CHECK(has(page, "PASS"));
  CHECK_FALSE(has(page, "class=\"skip\" href"));
}

TEST_CASE("show: the page needs nothing from elsewhere") {
  for (const RunResult& run : {failing_run(), hostile_run(), passing_run()}) {
    const std::string page = show_page(capsule_of_run(run), sample_course());
    for (const char* part : {"http:", "https:", "src=", "@import", "url("})
      CHECK_FALSE(has(page, part));
  }
}

TEST_CASE("show: nothing that a program printed becomes markup or a control character") {
  const Capsule capsule = capsule_of_run(hostile_run());
  const std::string page = show_page(capsule, sample_course());
  CHECK_FALSE(has(page, "<script>alert"));
  CHECK_FALSE(has(page, "<testcase"));
  CHECK(is_valid_utf8(page));
  CHECK(printable(page) == page);
  CHECK(printable(show_text(capsule, sample_course())) == show_text(capsule, sample_course()));
}

TEST_CASE("show: every event is in the words, and what broke is marked by a word") {
  const Capsule capsule = capsule_of_run(failing_run());
  const std::string page = show_page(capsule, sample_course());
  const std::string words = page.substr(page.find("id=\"words\""));
  for (const CapsuleEvent& each : capsule.events)
    CHECK(has(words, escape_markup(each.kind == "step" ? each.text : words_of(each))));
  CHECK(has(words, "broke the rule"));
  CHECK(has(page, "id=\"broken\""));
  CHECK(has(page, "prefers-color-scheme: dark"));
  CHECK(has(page, "<html lang=\"en\">"));
}

TEST_CASE("drawing: an arrow goes from the lane of the source to that of the new object") {
  Capsule capsule;
  capsule.events = {event(1, "make", "a"), event(1, "make", "b"), event(2, "move", "a.2", "a"),
                    event(3, "copy-assign", "a", "a.2")};
  const Drawing drawing = draw(capsule);
  REQUIRE(drawing.lanes == std::vector<std::string>{"a", "b", "a.2"});
  const std::vector<Cell>& move = drawing.rows[2].cells;
  CHECK(move[0].arrow == Arrow::starts);
  CHECK(move[0].above == LifeState::alive);
  CHECK(move[0].below == LifeState::moved_from);
  CHECK(move[1].arrow == Arrow::passes);
  CHECK(move[1].below == LifeState::alive);
  CHECK(move[2].arrow == Arrow::ends_from_left);
  CHECK(move[2].above == LifeState::none);
  const std::vector<Cell>& assign = drawing.rows[3].cells;
  CHECK(assign[0].arrow == Arrow::ends_from_right);
  CHECK(assign[0].above == LifeState::moved_from);
  CHECK(assign[0].below == LifeState::alive);
  CHECK(assign[2].arrow == Arrow::starts);
  CHECK(assign[2].below == LifeState::alive);  // a copy leaves its source as it is
}

TEST_CASE("drawing: a destroyed object has no line below, and may be made anew") {
  Capsule capsule;
  capsule.events = {event(1, "make", "a"), event(1, "destroy", "a"),
                    event(2, "read", "a", "", "was used when it did not live")};
  const Drawing drawing = draw(capsule);
  CHECK(drawing.rows[1].cells[0].below == LifeState::none);
  CHECK(drawing.rows[2].cells[0].above == LifeState::none);
  CHECK(drawing.rows[2].is_broken);
  CHECK_FALSE(drawing.rows[1].is_broken);
}

TEST_CASE("drawing: of many objects those that broke a rule stay, with their origins") {
  Capsule capsule;
  for (int i = 0; i < 100; ++i) capsule.events.push_back(event(1, "make", "o" + std::to_string(i)));
  capsule.events.push_back(event(2, "move", "o99.2", "o99"));
  capsule.events.push_back(event(3, "destroy", "o99.2", "", "was destroyed twice"));
  const Drawing drawing = draw(capsule, {8, 300});
  CHECK(drawing.lanes.size() == 8);
  CHECK(std::count(drawing.lanes.begin(), drawing.lanes.end(), "o99") == 1);
  CHECK(std::count(drawing.lanes.begin(), drawing.lanes.end(), "o99.2") == 1);
  CHECK(drawing.left_out_lanes == 93);
  CHECK(drawing.rows.back().is_broken);
}

TEST_CASE("drawing: of many events the first and the last stay") {
  Capsule capsule;
  for (int i = 0; i < 1000; ++i) capsule.events.push_back(event(i, "read", "a"));
  const Drawing drawing = draw(capsule, {8, 100});
  CHECK(drawing.rows.size() == 100);
  CHECK(drawing.left_out_rows == 900);
  CHECK(drawing.rows.front().event->step == 0);
  CHECK(drawing.rows.back().event->step == 999);
}

TEST_CASE("drawing: events of kinds and objects that are not known harm nothing") {
  Capsule capsule;
  capsule.events = {event(1, "vote", "n1", "n2"), event(1, "", ""), event(2, "partition", ""),
                    event(2, "move", "a", "a")};
  CHECK(draw(capsule).rows.size() == 4);
}

TEST_CASE("walk: one event with its line of code, and no file outside of the course") {
  load_catalogue(PATINA_ROOT);
  Capsule capsule;
  capsule.events = {event(3, "load", "thread 1"), event(4, "load", "thread 1")};
  capsule.events[0].text = "load atomic 1 = 1 (acquire), synchronizes with step 2";
  capsule.events[0].file = "grader/report/show.hpp";
  capsule.events[0].line = 1;
  CHECK(event_text(capsule, 0, PATINA_ROOT) ==
        "    3. thread 1: load atomic 1 = 1 (acquire), synchronizes with step 2"
        "  grader/report/show.hpp:1\n         | // SPDX-License-Identifier: Apache-2.0\n");
  for (const char* const file : {"/etc/passwd", "grader/../../passwd", "grader/none.hpp"}) {
    capsule.events[0].file = file;
    CHECK(event_text(capsule, 0, PATINA_ROOT).find("| ") == std::string::npos);
  }
}

TEST_CASE("replay: a capsule's own words choose what is judged") {
  load_catalogue(PATINA_ROOT);
  const Course course = sample_course();
  Capsule capsule;
  capsule.test = "1a.02";
  capsule.tree = "solutions";
  capsule.base = "labs";
  capsule.sanitize = "tsan";
  capsule.seed = 9;
  const Request request = request_for(course, capsule);
  REQUIRE(request.tests.size() == 1);
  CHECK(request.tests[0]->id == "1a.02");
  CHECK(request.tree == Tree::solutions);
  CHECK(request.base == Base::labs);
  CHECK(request.sanitize == Sanitize::tsan);
  CHECK(request.seed == 9);
  CHECK_FALSE(request.keep_capsules);
  capsule.tree = "../../etc";
  CHECK_THROWS_AS(request_for(course, capsule), UsageError);
  capsule.tree = "labs";
  capsule.test = "9z.01";
  CHECK_THROWS_AS(request_for(course, capsule), UsageError);
}
