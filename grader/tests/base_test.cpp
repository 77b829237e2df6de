// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Which code a task rests on is asked of the earlier tasks only where that can be in doubt.
#include <grader/engine/base.hpp>
#include <grader/tests/course_fixture.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

struct Chosen {
  std::string base;
  bool was_judged = false;
};

// What 1b rests on, whose only earlier task is the file `box` of 1a.
Chosen base_where_1a_is(const std::string& box, Base asked = Base::automatic) {
  CourseFixture fixture;
  fixture.replace("labs/01-ownership/lab.json", "#1a-box\"}", R"(#1a-box"},
    {"id": "1b", "title": "Rc", "kind": "core", "points": 40, "minutes": [25, 60],
     "measured": false, "files": ["src/rc.hpp"], "uses": ["1a"], "chapter": "docs/01.md#1a-box"})");
  fixture.replace("labs/01-ownership/lab.json", "\"points\": 100", "\"points\": 60");
  fixture.folder.write("labs/01-ownership/src/box.hpp", box);
  fixture.folder.write("labs/01-ownership/src/rc.hpp", "");
  const Course course = fixture.load();
  Request request;
  request.base = asked;
  RunResult run;
  run.labs.emplace_back().id = "01";
  run.labs[0].tasks.emplace_back().id = "1b";
  Chosen chosen;
  choose_base(course, request, run, [&](auto&&...) { chosen.was_judged = true; });
  chosen.base = run.base["1a"];
  return chosen;
}

}  // namespace

TEST_CASE("base: a task with a stub left is undone, and nothing is built to learn that") {
  for (const char* stub : {"  not_implemented(\"1a\", \"make the box\");\n", "PATINA_TODO(1a)\n"}) {
    const Chosen chosen = base_where_1a_is(std::string("void make() {\n") + stub + "}\n");
    CHECK(chosen.base == "solutions");
    CHECK_FALSE(chosen.was_judged);
  }
}

TEST_CASE("base: a stub that is another task's, or told of in a comment, is none: 1a is judged") {
  for (const char* line : {"  not_implemented(\"1b\", \"count\");\n",
                           "  // once it said not_implemented(\"1a\", \"make the box\");\n", ""})
    CHECK(base_where_1a_is(std::string("void make() {\n") + line + "}\n").was_judged);
}

TEST_CASE("base: what the learner asked for is not judged first") {
  CHECK(base_where_1a_is("void make() {}\n", Base::solutions).base == "solutions");
  CHECK_FALSE(base_where_1a_is("void make() {}\n", Base::solutions).was_judged);
}
