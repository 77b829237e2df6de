// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/course/patch.hpp>
#include <grader/course/text.hpp>

#include <catch2/catch.hpp>

#include <filesystem>

namespace fs = std::filesystem;
using grader::apply_patch;
using grader::read_patch;

namespace {

const std::string patch =
    "--- a/x/y.hpp\n+++ b/x/y.hpp\n@@ -2,3 +2,3 @@ in a function\n two\n-three\n+drei\n four\n";

}  // namespace

TEST_CASE("A patch names its file and changes its lines") {
  const auto changes = read_patch(patch);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].file == "x/y.hpp");
  CHECK(apply_patch(changes[0], "one\ntwo\nthree\nfour\nfive\n") == "one\ntwo\ndrei\nfour\nfive\n");
}

TEST_CASE("A patch follows its lines to where they stand now") {
  const auto changes = read_patch(patch);
  CHECK(apply_patch(changes[0], "two\nthree\nfour\n") == "two\ndrei\nfour\n");
  CHECK(apply_patch(changes[0], "a\nb\nc\nd\ntwo\nthree\nfour\n") ==
        "a\nb\nc\nd\ntwo\ndrei\nfour\n");
}

TEST_CASE("A patch that does not fit is an error, and so is half a patch") {
  const auto changes = read_patch(patch);
  CHECK_THROWS_AS(apply_patch(changes[0], "one\ntwo\nthree\nfive\n"), grader::CourseError);
  CHECK_THROWS_AS(read_patch(patch.substr(0, patch.size() - 6)), grader::CourseError);
  CHECK_THROWS_AS(read_patch("no patch\n"), grader::CourseError);
}

TEST_CASE("Lines that only look like headers belong to their hunk") {
  const auto changes = read_patch("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n---- a/z\n+++++ b/z\n end\n");
  CHECK(apply_patch(changes.at(0), "--- a/z\nend\n") == "++++ b/z\nend\n");
}

TEST_CASE("Every patch of the course fits its file") {
  for (const char* kind : {"mutants", "abuse"}) {
    const fs::path folder = fs::path(PATINA_ROOT) / "grader" / kind;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".diff") continue;
      INFO(entry.path().string());
      for (const auto& change : read_patch(grader::read_text(entry.path()))) {
        const std::string before = grader::read_text(fs::path(PATINA_ROOT) / change.file);
        std::string after;
        CHECK_NOTHROW(after = apply_patch(change, before));
        CHECK(after != before);
      }
    }
  }
}
