// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The reports in data/stacks are the sanitizers' and gdb's own; @ROOT@ stands for the course.
#include <grader/report/stacks.hpp>
#include <grader/tests/golden.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace grader;

namespace {

std::string tidy(const std::string& name) {
  std::string text = tests::read_data("stacks/" + name + ".txt");
  REQUIRE_FALSE(text.empty());
  for (std::size_t at = 0; (at = text.find("@ROOT@", at)) != std::string::npos;)
    text.replace(at, 6, "/some/course");
  return tidy_stacks(text, "/some/course");
}

}  // namespace

TEST_CASE("stacks: each report is told as its golden text says") {
  for (const std::string name :
       {"asan-free", "asan-over", "asan-leak", "asan-ub", "tsan-race", "gdb-stuck"}) {
    const std::string text = tidy(name);
    CHECK(tests::golden("stacks/" + name + ".told", text) == "");
    CHECK(std::count(text.begin(), text.end(), '\n') <= 32);
    CHECK(text.find("/some/course") == std::string::npos);
  }
}

TEST_CASE("stacks: the blame goes to the first line of the learner's own files") {
  const auto line = [](const std::string& name) {
    const auto place = own_place(tidy(name));
    REQUIRE(place.has_value());
    CHECK(place->file == "labs/01-ownership/src/patina/box.hpp");
    return place->line;
  };
  CHECK(line("asan-free") == 8);
  CHECK(line("asan-over") == 9);
  CHECK(line("asan-leak") == 10);
  CHECK(line("asan-ub") == 11);
  CHECK(line("tsan-race") == 6);
  CHECK(line("gdb-stuck") == 15);
}

TEST_CASE("stacks: what is no stack passes unchanged, and blames nobody") {
  CHECK(tidy_stacks("hello\n  world\n", "/r") == "hello\n  world\n");
  CHECK(tidy_stacks("", "/r").empty());
  CHECK_FALSE(own_place("labs/01-ownership/tests/1a/box.cpp:3: bad").has_value());
  CHECK_FALSE(own_place("a sentence about labs/ and /src/ without a place").has_value());
}

TEST_CASE("stacks: the body of a test is called so") {
  const std::string text =
      tidy_stacks("    #1 0x55ae in C_A_T_C_H_T_E_S_T_4 /r/labs/01-o/tests/1a/b.cpp:40\n", "/r");
  CHECK(text == "    #1 the test labs/01-o/tests/1a/b.cpp:40\n");
}
