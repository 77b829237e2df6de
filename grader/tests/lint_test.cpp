// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/practice.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace grader;

namespace {

const fs::path root = PATINA_ROOT;

// Which check each practice file is about.
const std::vector<std::string> faults = {
    "bugprone-use-after-move",
    "clang-diagnostic-dangling-gsl",
    "bugprone-unhandled-self-assignment",
    "cppcoreguidelines-special-member-functions",
    "performance-noexcept-move-constructor",
    "cppcoreguidelines-virtual-class-destructor",
    "cppcoreguidelines-slicing",
    "performance-for-range-copy",
    "bugprone-unused-raii",
    "clang-analyzer-cplusplus.NewDeleteLeaks",
};

std::string clang_tidy() {
  const std::string tool = find_clang_tidy();
  if (tool.empty()) WARN("not checked: there is no clang-tidy 16 or later");
  return tool;
}

std::string told(const std::vector<LintFinding>& findings) {
  std::string text;
  for (const LintFinding& finding : findings)
    text += finding.file + ":" + std::to_string(finding.line) + " " + finding.check + "\n";
  return text;
}

}  // namespace

TEST_CASE("Each check has its sentence and its reason") {
  load_catalogue(root);
  for (const LintCheck& check : lint_checks()) {
    INFO(check.name);
    CHECK(has_sentence(std::string("lint.") + check.name));
    CHECK(has_sentence(std::string("lint.") + check.name + ".why"));
  }
}

TEST_CASE("The output of clang-tidy is read line by line") {
  const auto findings = parse_clang_tidy(
      "2 warnings generated.\n"
      "/course/labs/x.hpp:12:10: warning: 'name' used after it was moved "
      "[bugprone-use-after-move]\n"
      "  return name.size();\n         ^\n"
      "/course/labs/x.hpp:11:20: note: move occurred here\n"
      "/usr/include/y.h:3:1: error: no [x] here [clang-diagnostic-error]\n"
      "/course/labs/x.hpp:4:1: error: late [a-check,-warnings-as-errors]\n",
      "/course");
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].file == "labs/x.hpp");
  CHECK(findings[0].line == 12);
  CHECK(findings[0].check == "bugprone-use-after-move");
  CHECK(findings[0].message == "'name' used after it was moved");
  CHECK(findings[1].file == "/usr/include/y.h");
  CHECK(findings[1].check == "clang-diagnostic-error");
  CHECK(findings[2].check == "a-check");
}

TEST_CASE("Practice files are laid out once, and what the learner has is kept") {
  Course course;
  course.root = fs::temp_directory_path() / ("patina-practice-" + std::to_string(::getpid()));
  Lab lab;
  lab.id = "01";
  write_text(course.root / "grader/course/practice/01/01-a.cpp", "faulty");
  const auto files = lay_out_practice(course, lab);
  REQUIRE(files.size() == 1);
  CHECK(read_text(files[0]) == "faulty");
  write_text(files[0], "mended");
  CHECK(lay_out_practice(course, lab) == files);
  CHECK(read_text(files[0]) == "mended");
  fs::remove_all(course.root);
}

TEST_CASE("There are ten practice files, and each has its mended twin") {
  const auto files = files_under(root / "grader/course/practice/01");
  CHECK(files.size() == faults.size());
  for (const fs::path& file : files)
    CHECK(fs::exists(root / "grader/tests/data/practice/01" / file.filename()));
}

// From here on clang-tidy itself is asked, which takes its time: a stage of its own.

TEST_CASE("A practice file has exactly its fault, and its mended twin none", "[.][lint]") {
  const std::string tool = clang_tidy();
  if (tool.empty()) return;
  const auto faulty = judge_practice(tool, root, files_under(root / "grader/course/practice/01"));
  REQUIRE(faulty.size() == faults.size());
  for (std::size_t i = 0; i < faulty.size(); ++i) {
    INFO(faulty[i].file << "\n" << faulty[i].error << "\n" << told(faulty[i].findings));
    REQUIRE(faulty[i].findings.size() == 1);
    CHECK(faulty[i].findings[0].check == faults[i]);
    CHECK_FALSE(faulty[i].is_mended());
  }
  for (const PracticeFile& mended :
       judge_practice(tool, root, files_under(root / "grader/tests/data/practice/01"))) {
    INFO(mended.file << "\n" << mended.error << "\n" << told(mended.findings));
    CHECK(mended.is_mended());
  }
}

TEST_CASE("Solutions and starters are clean", "[.][lint]") {
  const std::string tool = clang_tidy();
  if (tool.empty()) return;
  const Course course = load_course(root);
  for (const Lab& lab : course.labs) {
    for (const Tree tree : {Tree::solutions, Tree::labs}) {
      const LintResult result = lint(tool, lint_job(course, lab, tree));
      INFO(result.error << "\n" << told(result.findings));
      CHECK(result.error.empty());
      CHECK(result.findings.empty());
    }
  }
}

TEST_CASE("A fault inside a template is seen, because the lab's templates are used", "[.][lint]") {
  const std::string tool = clang_tidy();
  if (tool.empty()) return;
  Course course;
  course.root = fs::temp_directory_path() / ("patina-lint-" + std::to_string(::getpid()));
  Lab lab;
  lab.id = "01";
  lab.folder = "01-a";
  course.labs.push_back(lab);
  write_text(course.root / "labs/01-a/src/a/pair.hpp",
             "#pragma once\n#include <string>\n#include <utility>\n"
             "template <class T>\nstruct Pair {\n  T first;\n  T second;\n"
             "  void set(T value) {\n    first = std::move(value);\n    second = value;\n"
             "  }\n};\n");
  const LintJob bare = lint_job(course, lab, Tree::labs);
  CHECK(lint(tool, bare).findings.empty());

  const fs::path uses = course.root / "grader/course/lint/01-a.cpp";
  write_text(uses, "template struct Pair<std::string>;\n");
  const LintResult used = lint(tool, lint_job(course, lab, Tree::labs));
  REQUIRE(used.findings.size() == 1);
  CHECK(used.findings[0].check == "bugprone-use-after-move");
  CHECK(used.findings[0].file == "labs/01-a/src/a/pair.hpp");
  CHECK(used.findings[0].line == 10);

  // A learner who designs otherwise still gets what the headers alone can tell.
  write_text(uses, "template struct Pear<std::string>;\n");
  CHECK(lint(tool, lint_job(course, lab, Tree::labs)).error.empty());
  fs::remove_all(course.root);
}
