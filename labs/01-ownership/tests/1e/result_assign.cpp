// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: a Result changes from value to error and back, and never loses both on the way.
#include <testkit/catch.hpp>

#include <patina/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

using namespace testkit;
using patina::Result;
using patina::unexpected;

TEST_CASE("1e.08 Assignment ends the half that was held and begins the new one", "[1e.08]") {
  Result<Tracked, Tracked> result(std::in_place, "value", 1);
  step("assign an error to a Result that holds a value");
  result = unexpected(Tracked("error", 2));
  CHECK(result.error().value() == 2);
  CHECK(lives().alive == 1);
  step("assign a value to a Result that holds an error");
  result = Tracked("another value", 3);
  CHECK(result->value() == 3);
  CHECK(lives().alive == 1);
  step("emplace a value");
  Result<Tracked, int> other = unexpected(4);
  other.emplace(Tracked("emplaced", 5));
  CHECK(other->value() == 5);
}

// A value whose copy fails, as an allocation may.
struct Uncopyable {
  Tracked inside;
  explicit Uncopyable(int value) : inside("uncopyable", value) {}
  Uncopyable(const Uncopyable& other) : inside(other.inside) {
    throw std::runtime_error("the copy failed");
  }
  Uncopyable(Uncopyable&&) noexcept = default;
  Uncopyable& operator=(const Uncopyable&) = default;
  Uncopyable& operator=(Uncopyable&&) noexcept = default;
};

TEST_CASE("1e.09 If the new half cannot be made, a Result keeps the half that it held", "[1e.09]") {
  Result<Uncopyable, Tracked> result = unexpected(Tracked("error", 2));
  const Result<Uncopyable, Tracked> source(std::in_place, 1);
  step("assign a value whose copy throws to a Result that holds an error");
  CHECK_THROWS_AS(result = source, std::runtime_error);
  CHECK_FALSE(result.has_value());
  CHECK(result.error().value() == 2);
  CHECK(lives().alive == 2);
}

TEST_CASE("1e.10 swap exchanges two values, two errors, or one of each", "[1e.10]") {
  using Swapped = Result<Tracked, std::string>;
  Swapped one(std::in_place, "one", 1);
  Swapped two(std::in_place, "two", 2);
  Swapped bad = unexpected("bad");
  step("swap two values");
  one.swap(two);
  CHECK(one->value() == 2);
  step("swap a value with an error, and back");
  one.swap(bad);
  CHECK(one.error() == "bad");
  CHECK(bad->value() == 2);
  one.swap(bad);
  CHECK(one->value() == 2);
  CHECK(bad.error() == "bad");
  CHECK(lives().alive == 2);
}

TEST_CASE("1e.11 Two Results are equal iff they hold the same half and that is equal", "[1e.11]") {
  const Result<int, int> seven = 7;
  const Result<int, int> bad_seven = unexpected(7);
  const Result<int, int> bad_eight = unexpected(8);
  CHECK((seven == seven));
  CHECK_FALSE((seven == bad_seven));
  CHECK_FALSE((bad_seven == bad_eight));
  CHECK(seven == 7);
  CHECK_FALSE((bad_seven == 7));
  CHECK((bad_seven == unexpected(7)));
}
