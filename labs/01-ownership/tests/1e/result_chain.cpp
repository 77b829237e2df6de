// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: a Result is passed from function to function, and whoever is not concerned is not asked.
#include <testkit/catch.hpp>

#include <patina/result.hpp>

#include <string>
#include <utility>

using namespace testkit;
using patina::Result;
using patina::unexpected;

static Result<int, std::string> half(int number) {
  if (number % 2 != 0) return unexpected("odd");
  return number / 2;
}

TEST_CASE("1e.12 and_then and transform go on with the value, and pass an error by", "[1e.12]") {
  step("halve 12 twice, then turn the number into text");
  const auto text = half(12).and_then(half).transform([](int n) { return std::to_string(n); });
  CHECK(text == "3");
  step("the same with 6, whose half is odd");
  int calls = 0;
  const auto count = [&](int) { return ++calls; };
  const auto count_too = [&](int) -> Result<int, std::string> { return ++calls; };
  const auto bad = half(6).and_then(half).and_then(count_too).transform(count);
  CHECK(bad.error() == "odd");
  CHECK(calls == 0);
}

TEST_CASE("1e.13 or_else and transform_error go on with the error, and pass a value by",
          "[1e.13]") {
  int calls = 0;
  const auto to_number = [&](const std::string& error) {
    ++calls;
    return static_cast<int>(error.size());
  };
  const auto retry = [&](const std::string&) -> Result<int, std::string> { return ++calls; };
  step("a value passes both by");
  CHECK(half(8).transform_error(to_number) == 4);
  CHECK(half(8).or_else(retry) == 4);
  CHECK(calls == 0);
  step("an error goes through both");
  CHECK(half(7).transform_error(to_number).error() == 3);
  CHECK(half(7).or_else(retry) == 2);
}

TEST_CASE("1e.14 On an rvalue a chain moves the value along, and copies nothing", "[1e.14]") {
  const auto pass = [](Tracked value) { return value; };
  const auto fine = [](Tracked value) -> Result<Tracked, int> { return value; };
  const auto wrong = [](Tracked value) -> Result<Tracked, Tracked> { return unexpected(value); };
  step("send a value through transform and and_then");
  const auto end = Result<Tracked, int>(std::in_place, "a", 7).transform(pass).and_then(fine);
  CHECK(end->value() == 7);
  CHECK(lives().copies == 0);
  step("send an lvalue, which keeps its value");
  const Result<Tracked, Tracked> kept(std::in_place, "b", 8);
  CHECK(kept.and_then(wrong).error().value() == 8);
  CHECK(kept->value() == 8);
}
