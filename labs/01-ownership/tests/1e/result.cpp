// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: a Result holds a value or an error, exactly one of both, and says which.
#include <testkit/catch.hpp>

#include <patina/result.hpp>

#include <string>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Result;
using patina::unexpected;

TEST_CASE("1e.01 A Result holds a value or an error, and says which", "[1e.01]") {
  step("make a Result from a value");
  const Result<int, std::string> good = 7;
  CHECK(good.has_value());
  CHECK(*good == 7);
  step("make a Result from an error");
  const Result<int, std::string> bad = unexpected("no such file");
  CHECK_FALSE(bad.has_value());
  CHECK_FALSE(static_cast<bool>(bad));
  CHECK(bad.error() == "no such file");
}

TEST_CASE("1e.02 The value is reached by *, -> and value(), and can be changed", "[1e.02]") {
  Result<std::string, int> result = "two words";
  CHECK(result->size() == 9);
  step("assign through *result");
  *result = "one";
  CHECK(result.value() == "one");
  step("the same for an error");
  Result<std::string, int> bad = unexpected(1);
  bad.error() = 2;
  CHECK(bad.error() == 2);
  CHECK(std::is_same_v<decltype(*std::as_const(result)), const std::string&>);
}

TEST_CASE("1e.03 To ask for the half that is not there asserts, and blames the asker", "[1e.03]") {
  Result<int, std::string> bad = unexpected("no such file");
  step("ask an error for its value");
  const Death death = death_of([&] { static_cast<void>(bad.value()); });
  CHECK(death.asserted());
  CHECK(death.line == __LINE__ - 2);
  CHECK(death_of([&] { static_cast<void>(*bad); }).asserted());
  step("ask a value for its error");
  Result<int, std::string> good = 7;
  const Death other = death_of([&] { static_cast<void>(good.error()); });
  CHECK(other.asserted());
  CHECK(other.line == __LINE__ - 2);
}

TEST_CASE("1e.04 value_or and error_or take a substitute for the half that is not there",
          "[1e.04]") {
  const Result<int, std::string> good = 7;
  const Result<int, std::string> bad = unexpected("no such file");
  CHECK(good.value_or(1) == 7);
  CHECK(bad.value_or(1) == 1);
  CHECK(good.error_or("all is well") == "all is well");
  CHECK(bad.error_or("all is well") == "no such file");
}

TEST_CASE("1e.05 A Result destroys the half that it holds, exactly once", "[1e.05]") {
  {
    step("make one Result of a value and one of an error");
    const Result<Tracked, int> good(std::in_place, "value", 1);
    const Result<int, Tracked> bad = unexpected(Tracked("error", 2));
    CHECK(lives().alive == 2);
    step("copy the first, move the copy");
    auto copy = good;
    const auto moved = std::move(copy);
    CHECK(moved->value() == 1);
    CHECK(good->value() == 1);
  }
  CHECK(lives().alive == 0);
}

TEST_CASE("1e.06 Values that only move, or cannot even move, have their place in a Result",
          "[1e.06]") {
  step("move a value out of a Result");
  Result<MoveOnly, int> good(std::in_place, "value", 1);
  const MoveOnly value = *std::move(good);
  CHECK(value.value() == 1);
  step("move an error out of a Result");
  Result<int, MoveOnly> bad = unexpected(MoveOnly("error", 2));
  const MoveOnly error = std::move(bad).error();
  CHECK(error.value() == 2);
  step("make a value that can never move");
  const Result<Immovable, int> fixed(std::in_place, "fixed", 3);
  CHECK(fixed->value() == 3);
  CHECK_FALSE(std::is_copy_constructible_v<Result<MoveOnly, int>>);
  CHECK_FALSE(std::is_move_constructible_v<Result<Immovable, int>>);
}

static Result<void, std::string> save(int number) {
  if (number < 0) return unexpected("cannot save a negative number");
  return {};
}

TEST_CASE("1e.07 A Result<void, E> says that it went well, or why not", "[1e.07]") {
  CHECK(save(7).has_value());
  CHECK(save(-7).error() == "cannot save a negative number");
  step("go on where there is no value to go on with");
  CHECK(save(7).transform([] { return 8; }) == 8);
  CHECK(save(7).and_then([] { return save(-8); }).error() == "cannot save a negative number");
  CHECK(death_of([] { save(-7).value(); }).asserted());
}
