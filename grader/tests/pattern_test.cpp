// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>

#include <catch2/catch.hpp>

#include <string>

using grader::Pattern;

TEST_CASE("pattern: all of the text, or a place in it") {
  const Pattern number("[0-9]+");
  CHECK(number.matches("2026"));
  CHECK_FALSE(number.matches("in 2026"));
  CHECK(number.occurs_in("in 2026"));
  CHECK_FALSE(number.occurs_in("never"));
  CHECK_FALSE(number.match("in 2026").has_value());
  CHECK_FALSE(number.find("never").has_value());
}

TEST_CASE("pattern: its groups, and nothing where one took no part") {
  const Pattern task(R"((\d[a-z])(\.h)?(\d\d)?)");
  const auto whole = task.match("3b");
  REQUIRE(whole);
  REQUIRE(whole->groups.size() == 4);
  CHECK((*whole)[0] == "3b");
  CHECK((*whole)[1] == "3b");
  CHECK((*whole)[2].empty());
  CHECK((*task.match("3b.h07"))[3] == "07");
}

TEST_CASE("pattern: each place, and where it begins") {
  const auto places = Pattern("a(b*)").all("ab abb b a");
  REQUIRE(places.size() == 3);
  CHECK(places[1].position == 3);
  CHECK(places[1][1] == "bb");
  CHECK(places[2].position == 9);
  CHECK(places[2][1].empty());
  CHECK(Pattern("a(b*)").find("b abb")->position == 2);
}
