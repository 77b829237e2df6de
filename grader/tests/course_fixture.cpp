// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/starter.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/tests/course_fixture.hpp>

namespace grader {

namespace {

const char* const manifest = R"({
  "format": 1, "id": "01", "title": "Ownership", "minutes": 600, "editable": ["src/**"],
  "tasks": [
    {"id": "1a", "title": "Box", "kind": "core", "points": 100, "minutes": [25, 60],
     "measured": false, "files": ["src/box.hpp"], "uses": [], "chapter": "docs/01.md#1a-box"}
  ],
  "tests": [
    {"id": "1a.01", "task": "1a", "visibility": "public", "weight": 3, "flavour": "plain",
     "modes": [], "timeout_s": 5, "rule": "own.once"},
    {"id": "1a.02", "task": "1a", "visibility": "public", "weight": 1, "flavour": "compile",
     "modes": [], "timeout_s": 5, "rule": "own.once"},
    {"id": "1a.h01", "task": "1a", "visibility": "hidden", "weight": 2, "flavour": "plain",
     "modes": [], "timeout_s": 5, "rule": "own.once", "sibling": "1a.01"}
  ],
  "rules": [{"id": "own.once", "sentence": "Once.", "source": "The book"}],
  "workshop": ["1a.01"]
})";

std::string solution() {
  std::string body;
  for (int i = 0; i < 40; ++i) body += "  work(" + std::to_string(i) + ");\n";
  return "// A Box.\nvoid make() {\n  // BEGIN SOLUTION(1a)\n  // STUB: not_implemented();\n" +
         body + "  // END SOLUTION\n}\n";
}

std::string mutant(const std::string& id) {
  return R"({"id": ")" + id +
         R"(", "task": "1a", "mode": "plain", "killed_by": ["1a.01"], "verdict": "WRONG",
           "rule": "own.once", "what": "It leaks.", "source": "The book"})";
}

}  // namespace

CourseFixture::CourseFixture() {
  load_catalogue(PATINA_ROOT);
  folder.write("grade", "");
  folder.write("labs/01-ownership/lab.json", manifest);
  folder.write("labs/01-ownership/README.md", "# Lab 01\n\n## 1a: Box\n");
  folder.write("labs/01-ownership/hints.md",
               "# Hints\n\n## 1a\n\n### 1. Nudge\n\nThink.\n\n### 2. Where\n\nThere.\n\n"
               "### 3. How\n\nSo.\n");
  folder.write("docs/01.md", "# Ownership\n\n## 1a Box\n");
  folder.write("labs/01-ownership/tests/1a/box.cpp",
               "TEST_CASE(\"1a.01 A Box destroys its value once\", \"[1a.01]\") {\n}\n");
  folder.write("labs/01-ownership/tests/1a/compile/copy.cpp",
               "TEST_CASE(\"1a.02 A Box is not copied, and the compiler \"\n"
               "          \"says so\",\n          \"[1a.02]\") {\n}\n");
  folder.write("grader/hidden/01-ownership/1a/more.cpp",
               "TEST_CASE(\"1a.h01 A Box of many\", \"[1a.h01]\") {\n}\n");
  folder.write("solutions/01-ownership/src/box.hpp", solution());
  folder.write("labs/01-ownership/src/box.hpp", strip(solution(), "box.hpp").text);
  for (const std::string id : {"1a-one", "1a-two", "1a-three"}) {
    folder.write("grader/mutants/01-ownership/" + id + "/note.json", mutant(id));
    folder.write("grader/mutants/01-ownership/" + id + "/patch.diff", "");
  }
  folder.write("grader/alternates/01-ownership/1a-list/note.json",
               R"({"id": "1a-list", "task": "1a", "what": "A list."})");
  folder.write("grader/alternates/01-ownership/1a-list/src/box.hpp", "void make();\n");
}

void CourseFixture::replace(const std::string& path, const std::string& from,
                            const std::string& to) const {
  std::string text = folder.read(path);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(path + " holds no " + from);
  folder.write(path, text.replace(at, from.size(), to));
}

}  // namespace grader
