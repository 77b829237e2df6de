// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/try.hpp>

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

using namespace testkit;
using patina::Result;
using patina::unexpected;

// What a Result<Tracked, std::string> should hold.
struct Model {
  bool good = true;
  int number = 0;
};

TEST_CASE("1e.h01 A long random story of assignments and swaps loses and doubles nothing",
          "[1e.h01]") {
  auto random = patina::base::Random::stream(seed(), "1e.h01");
  using Item = Result<Tracked, std::string>;
  std::array<Item, 4> items{Item(std::in_place, "a"), Item(std::in_place, "b"),
                            Item(std::in_place, "c"), Item(std::in_place, "d")};
  std::array<Model, 4> model;
  for (int i = 1; i <= 200; ++i) {
    const std::size_t to = random.below(4);
    const std::size_t from = random.below(4);
    switch (random.below(4)) {
      case 0:
        step("assign a value to " + std::to_string(to));
        items[to] = Tracked("value", i);
        model[to] = {true, i};
        break;
      case 1:
        step("assign an error to " + std::to_string(to));
        items[to] = unexpected(std::to_string(i));
        model[to] = {false, i};
        break;
      case 2:
        step("copy " + std::to_string(from) + " over " + std::to_string(to));
        items[to] = std::as_const(items[from]);
        model[to] = model[from];
        break;
      default:
        step("swap " + std::to_string(from) + " and " + std::to_string(to));
        items[from].swap(items[to]);
        std::swap(model[from], model[to]);
    }
  }
  int values = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(items[i].has_value() == model[i].good);
    if (model[i].good) CHECK(items[i]->value() == model[i].number);
    if (!model[i].good) CHECK(items[i].error() == std::to_string(model[i].number));
    values += model[i].good ? 1 : 0;
  }
  CHECK(lives().alive == values);
}

// A half whose move fails, which few types do and std::expected is ready for.
struct Unmovable {
  Tracked inside;
  explicit Unmovable(int value) : inside("unmovable", value) {}
  Unmovable(const Unmovable&) = default;
  Unmovable(Unmovable&& other) : inside(other.inside) {
    throw std::runtime_error("the move failed");
  }
  Unmovable& operator=(const Unmovable&) = default;
  Unmovable& operator=(Unmovable&&) = default;
};

TEST_CASE("1e.h02 A move that throws leaves both Results what they were", "[1e.h02]") {
  using Left = Result<Unmovable, Tracked>;
  Left good(std::in_place, 1);
  Left bad = unexpected(Tracked("error", 2));
  step("assign and swap where the value cannot move");
  CHECK_THROWS_AS(bad = std::move(good), std::runtime_error);
  CHECK_THROWS_AS(good.swap(bad), std::runtime_error);
  CHECK_THROWS_AS(bad.swap(good), std::runtime_error);
  CHECK(good->inside.value() == 1);
  CHECK(bad.error().value() == 2);
  using Right = Result<Tracked, Unmovable>;
  const unexpected<Unmovable> failure(3);
  Right wrong = failure;
  Right right(std::in_place, "value", 4);
  step("assign and swap where the error cannot move");
  CHECK_THROWS_AS(right = std::move(wrong), std::runtime_error);
  CHECK_THROWS_AS(right.swap(wrong), std::runtime_error);
  CHECK(right->value() == 4);
  CHECK(wrong.error().inside.value() == 3);
  CHECK(lives().alive == 5);
}

TEST_CASE("1e.h03 The half that passes by a chain is moved, never copied", "[1e.h03]") {
  const auto untouched = [](Tracked) -> Result<Tracked, Tracked> {
    throw std::logic_error("this function was not asked");
  };
  step("an error passes and_then and transform by");
  const auto error = Result<Tracked, Tracked>(unexpected(Tracked("error", 2)))
                         .and_then(untouched)
                         .transform([](Tracked) { return 1; });
  CHECK(error.error().value() == 2);
  step("a value passes or_else and transform_error by");
  const auto value = Result<Tracked, Tracked>(std::in_place, "value", 1)
                         .or_else(untouched)
                         .transform_error([](Tracked) { return 1; });
  CHECK(value->value() == 1);
  step("a substitute is not needed");
  CHECK(Result<Tracked, int>(std::in_place, "v", 3).value_or(Tracked("w", 4)).value() == 3);
  CHECK(lives().copies == 0);
}

static Result<void, Tracked> inner(bool good) {
  if (!good) return unexpected(Tracked("error", 2));
  return {};
}
static Result<int, Tracked> outer(int rounds, const Result<Tracked, Tracked>& source) {
  const auto nested = [&](int round) -> Result<Tracked, Tracked> {
    PATINA_TRY(inner(round < 3));
    PATINA_TRY(auto copy, source);
    return copy;
  };
  int sum = 0;
  for (int round = 0; round < rounds; ++round) {
    if (round == 1)
      PATINA_TRY(inner(true));
    else
      PATINA_TRY(nested(round));
    PATINA_TRY(const auto& named, source);
    sum += named.value();
  }
  return sum;
}

TEST_CASE("1e.h04 PATINA_TRY works in loops, lambdas and branches, and never empties an lvalue",
          "[1e.h04]") {
  const Result<Tracked, Tracked> source(std::in_place, "source", 5);
  step("three rounds, of which none fails");
  CHECK(outer(3, source) == 15);
  CHECK(lives().copies == 2);
  step("a fourth, which fails");
  CHECK(outer(4, source).error().value() == 2);
  CHECK(source->value() == 5);
}

TEST_CASE("1e.h05 Every way to ask for the half that is not there asserts", "[1e.h05]") {
  const Result<std::string, int> bad = unexpected(1);
  step("-> of a Result that holds an error");
  CHECK(death_of([&] { static_cast<void>(bad->size()); }).asserted());
  step("value() of it");
  CHECK(death_of([&] { static_cast<void>(bad.value()); }).asserted());
  step("* of another that holds an error");
  CHECK(death_of([&] { static_cast<void>(*Result<int, int>(unexpected(1))); }).asserted());
  step("* of a Result<void, E> that holds an error");
  CHECK(death_of([&] { *Result<void, int>(unexpected(1)); }).asserted());
  const Result<void, std::string> good;
  step("error() of a Result<void, E> that holds no error");
  CHECK(death_of([&] { static_cast<void>(good.error()); }).asserted());
  step("error() of a Result that holds a value");
  CHECK(death_of([&] { static_cast<void>(Result<int, int>(1).error()); }).asserted());
}

TEST_CASE("1e.h06 A Result that is assigned to itself, or emplaced over, holds the right half",
          "[1e.h06]") {
  Result<Tracked, Tracked> result(std::in_place, "value", 1);
  const auto& same = result;
  step("assign the Result to itself, as a value and as an error");
  result = same;
  CHECK(result->value() == 1);
  result = unexpected(Tracked("error", 2));
  result = same;
  CHECK(result.error().value() == 2);
  step("emplace a value over the error, and another over that");
  Result<int, Tracked> number = unexpected(Tracked("error", 3));
  number.emplace(4);
  number.emplace(5);
  CHECK(number == 5);
  CHECK(lives().alive == 1);
}
