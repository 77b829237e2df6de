// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/tests/course_fixture.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace grader;

namespace {

const std::string lab = "labs/01-ownership/";
const std::string mutants = "grader/mutants/01-ownership/";

// "place: sentence" of every finding, one a line.
std::string findings_of(const CourseFixture& fixture) {
  std::string text;
  for (const Finding& finding : check_course(fixture.load()).findings)
    text += finding.place + ": " + finding.sentence + "\n";
  return text;
}

// The findings after one file was spoilt.
std::string after(const std::string& path, const std::string& from, const std::string& to) {
  const CourseFixture fixture;
  fixture.replace(path, from, to);
  return findings_of(fixture);
}

std::string after_adding(const std::string& path, const std::string& text) {
  const CourseFixture fixture;
  fixture.folder.write(path, text);
  return findings_of(fixture);
}

std::string after_removing(const std::string& path) {
  const CourseFixture fixture;
  std::filesystem::remove_all(fixture.folder / path);
  return findings_of(fixture);
}

bool is_about(const std::string& findings, const std::string& place) {
  return findings.rfind(place, 0) == 0 || findings.find("\n" + place) != std::string::npos;
}

}  // namespace

TEST_CASE("A consistent course has no findings, and its totals are told") {
  const CourseFixture fixture;
  CHECK(findings_of(fixture).empty());
  CHECK(check_course(fixture.load()).totals.size() == 3);
}

TEST_CASE("course-check compares the manifest with the tests, both ways") {
  const std::string box = lab + "tests/1a/box.cpp";
  CHECK(is_about(after(box, "[1a.01]", "[1a.03]"), box + ":1"));
  CHECK(is_about(after(box, "[1a.01]", "[1a.03]"), "1a.01"));
  CHECK(is_about(after(box, "\"1a.01 A", "\"1a.07 A"), box + ":1"));
  CHECK(is_about(after_removing("grader/hidden/01-ownership/1a/more.cpp"), "1a.h01"));
  CHECK(after_removing("grader/hidden").empty());  // a handout has none
  CHECK(is_about(after(lab + "lab.json", "\"compile\"", "\"plain\""), lab + "tests/1a/compile"));
  CHECK(is_about(after_adding(lab + "tests/1a/notes.txt", "x"), lab + "tests/1a/notes.txt"));
  CHECK(is_about(
      after_adding(lab + "tests/1a/two.cpp", "TEST_CASE(\"1a.01 Again\", \"[1a.01]\") {\n}\n"),
      lab + "tests/1a/two.cpp:1"));
}

TEST_CASE("course-check counts points and weights, and looks for keys that are none") {
  CHECK(is_about(after(lab + "lab.json", "\"points\": 100", "\"points\": 99"), lab));
  CHECK(is_about(after(lab + "lab.json", "\"weight\": 2", "\"weight\": 4"), "1a"));
  CHECK(is_about(after(lab + "lab.json", "\"workshop\"", "\"colour\": 1, \"workshop\""), lab));
  CHECK(is_about(after(lab + "lab.json", "\"rules\": [",
                       "\"rules\": [{\"id\": \"own.x\", \"sentence\": \"X\", \"source\": \"X\"},"),
                 "own.x"));
}

TEST_CASE("course-check asks for the modes of tests that the explorer runs") {
  const auto with_modes = [](const std::string& modes) {
    return after(lab + "lab.json", "\"plain\",\n     \"modes\": []",
                 "\"explore\", \"modes\": " + modes);
  };
  const std::string sentence = "1a.01: is never built under tsan";
  CHECK(is_about(with_modes("[]"), sentence));
  CHECK(is_about(with_modes("[\"none\", \"tsan\"]"), sentence));
  CHECK_FALSE(is_about(with_modes("[\"none\", \"asan\"]"), sentence));
}

TEST_CASE("course-check compares starters with solutions") {
  const std::string box = "solutions/01-ownership/src/box.hpp";
  CHECK(is_about(after(lab + "src/box.hpp", "A Box", "My Box"), lab + "src/box.hpp:1"));
  CHECK(is_about(after(box, "  // END SOLUTION\n", ""), "solutions/01-ownership"));
  CHECK(is_about(after(box, "SOLUTION(1a)", "SOLUTION(1b)"), box));
  CHECK(is_about(after_adding("solutions/01-ownership/src/box.hpp",
                              "// BEGIN SOLUTION(1a)\n// STUB:\nx\n// END SOLUTION\n"),
                 "1a"));
  CHECK(is_about(after_removing(lab + "src/box.hpp"), lab + "src/box.hpp"));
}

TEST_CASE("course-check asks for mutants and alternates, and reads their notes") {
  CHECK(is_about(after_removing(mutants + "1a-one"), "1a"));
  CHECK(is_about(after_removing("grader/alternates"), "1a"));
  CHECK(is_about(after(mutants + "1a-one/note.json", "1a.01", "1a.09"), mutants + "1a-one"));
  CHECK(is_about(after(mutants + "1a-one/note.json", "WRONG", "WRUNG"), mutants + "1a-one"));
  CHECK(is_about(after(mutants + "1a-one/note.json", "1a-one", "1a-won"), mutants + "1a-one"));
  CHECK(is_about(after(mutants + "1a-one/note.json", "own.once", "own.no"), mutants + "1a-one"));
  CHECK(is_about(after_removing(mutants + "1a-one/patch.diff"), mutants + "1a-one"));
  CHECK(is_about(after_adding(mutants + "1a-one/note.json", "{"), mutants + "1a-one/note.json"));
}

TEST_CASE("course-check follows the pages") {
  CHECK(is_about(after(lab + "hints.md", "There.", ""), lab + "hints.md"));
  CHECK(is_about(after(lab + "hints.md", "### 3. How", "### How"), lab + "hints.md"));
  CHECK(is_about(after(lab + "README.md", "1a", "1b"), lab + "README.md"));
  CHECK(is_about(after("docs/01.md", "1a Box", "1a Boxes"), "1a"));
  CHECK(is_about(after_removing("docs"), "1a"));
}

TEST_CASE("course-check compares the catalogue with the sources, both ways") {
  const std::string catalogue = "grader/report/messages/en.json";
  const std::string source = "grader/cli/greet.cpp";
  const auto findings = [&](const std::string& sentences, const std::string& code) {
    const CourseFixture fixture;
    fixture.folder.write(catalogue, sentences);
    fixture.folder.write(source, code);
    return findings_of(fixture);
  };
  CHECK(findings(R"({"greet.hello": "Hello"})", "say(\"greet.hello\");\n").empty());
  CHECK(findings(R"({"greet.hello": "Hello"})", "say(\"greet.\" + how);\n").empty());
  CHECK(findings(R"({"greet.to-you": "Hello"})", "say(\"greet.to-\" + who);\n").empty());
  CHECK(
      is_about(findings(R"({"greet.hello": "Hello"})", "say(\"greet.hallo\");\n"), source + ":1"));
  CHECK(is_about(findings(R"({"greet.hello": "Hello"})", "\n"), catalogue));
}

namespace {

// Findings of a course of which git tracks one source with `text`.
std::string style_of(const std::string& text) {
  const CourseFixture fixture;
  fixture.folder.write("grader/engine/x.cpp", text);
  const std::string git = "git -C " + fixture.folder.path().string();
  const std::string all = git + " init -q && " + git + " add grader/engine/x.cpp";
  REQUIRE(std::system(all.c_str()) == 0);
  return findings_of(fixture);
}

std::string lines(int count, const std::string& line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("course-check reads the style of what git tracks") {
  const std::string header =
      "// SPDX-License-Identifier: Apache-2.0\n// Copyright The Patina Authors\n";
  const std::string place = "grader/engine/x.cpp";
  CHECK(style_of(header + "int x;\n").empty());
  CHECK(is_about(style_of("int x;\n"), place));
  CHECK(is_about(style_of(header + std::string(101, '/') + "\n"), place + ":3"));
  CHECK(style_of(header + lines(40, "// caf\u00e9")).empty());
  CHECK(is_about(style_of(header + lines(299, "")), place));
  CHECK(is_about(style_of(header + "void f() {\n" + lines(71, "  g();") + "}\n"), place + ":3"));
  CHECK(style_of(header + "void f() {\n" + lines(70, "  g();") + "}\n").empty());
  CHECK(style_of(header + "class A {\n" + lines(90, "  int g();") + "};\n").empty());
}
