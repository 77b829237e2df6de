// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The tests as the sources state them: for titles, and to compare with the manifest.
//
// Interface:
//   scan_tests(root, labs)     every TEST_CASE under labs/NN/tests and grader/hidden/NN
//   SourceTests::find(id)      null if no source holds it
//
// A TEST_CASE is found by its text: TEST_CASE("<id> <title>", "[<id>]"). The judged program is
// never asked which tests exist.
// Thread rule: pure, but for reading files.
#pragma once

#include <grader/course/manifest.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct SourceTest {
  std::string id;      // from the tag
  std::string title;   // without the id
  std::string prefix;  // the first word of the title, which should be the id
  std::string file;    // relative to the root
  int line = 0;
  std::string task;  // the folder that holds it
  bool is_hidden = false;
  Flavour flavour = Flavour::plain;  // by the folder inside the task's: compile, threads, ...
};

struct SourceTests {
  std::vector<SourceTest> tests;
  const SourceTest* find(std::string_view id) const;
};

SourceTests scan_tests(const std::filesystem::path& root, const std::vector<Lab>& labs);

}  // namespace grader
