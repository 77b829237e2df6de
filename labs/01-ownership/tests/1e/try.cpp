// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: PATINA_TRY names the value, or returns the error to the caller.
#include <testkit/catch.hpp>

#include <patina/try.hpp>

#include <map>
#include <string>
#include <utility>

using namespace testkit;
using patina::Result;
using patina::unexpected;

static Result<int, std::string> digit(char c) {
  if (c < '0' || c > '9') return unexpected(std::string("not a digit: ") + c);
  return c - '0';
}

static Result<int, std::string> two_digits(const char* text) {
  PATINA_TRY(auto tens, digit(text[0]));
  PATINA_TRY(const int units, digit(text[1]));
  return 10 * tens + units;
}

TEST_CASE("1e.15 PATINA_TRY names the value, or returns the error at once", "[1e.15]") {
  step("read 42, by two PATINA_TRY in one scope");
  CHECK(two_digits("42") == 42);
  step("read 4x, where the second one fails");
  CHECK(two_digits("4x").error() == "not a digit: x");
  step("read x, where the first one must fail before the second looks");
  CHECK(two_digits("x").error() == "not a digit: x");
}

struct Failure {
  std::string reason;
  Failure(std::string text) : reason(std::move(text)) {}
};

static Result<void, Failure> check_digits(const char* text) {
  for (; *text != '\0'; ++text) PATINA_TRY(digit(*text));
  return {};
}

TEST_CASE("1e.16 PATINA_TRY alone is one statement, and converts the error to the caller's type",
          "[1e.16]") {
  CHECK(check_digits("1234").has_value());
  CHECK(check_digits("12x4").error().reason == "not a digit: x");
}

static int calls;
static Result<Tracked, Tracked> make(bool good) {
  ++calls;
  if (!good) return unexpected(Tracked("error", 2));
  return Result<Tracked, Tracked>(std::in_place, "value", 1);
}
static Result<Tracked, Tracked> forward(bool good) {
  PATINA_TRY(auto value, make(good));
  return value;
}

TEST_CASE("1e.17 PATINA_TRY evaluates its expression once, and moves", "[1e.17]") {
  calls = 0;
  step("take a value through PATINA_TRY");
  CHECK(forward(true)->value() == 1);
  CHECK(calls == 1);
  step("take an error through PATINA_TRY");
  CHECK(forward(false).error().value() == 2);
  CHECK(calls == 2);
  CHECK(lives().copies == 0);
}

template <class Key, class Value>
static Result<std::map<Key, Value>, std::string> single(Key key, Value value) {
  return std::map<Key, Value>{{key, value}};
}

static Result<int, std::string> through_a_reference(Result<int, std::string>& source) {
  PATINA_TRY(auto& number, source);
  number += 1;
  PATINA_TRY(const auto map, single<int, int>(1, number));
  return map.at(1);
}

TEST_CASE("1e.18 PATINA_TRY takes references, and commas between template arguments", "[1e.18]") {
  Result<int, std::string> source = 7;
  step("name the value inside an lvalue, and change it there");
  CHECK(through_a_reference(source) == 8);
  CHECK(source == 8);
}
