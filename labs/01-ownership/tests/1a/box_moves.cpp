// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1a: ownership moves; what was moved from is gone.
#include <testkit/catch.hpp>

#include <patina/box.hpp>

#include <memory>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Box;

TEST_CASE("1a.07 A move hands over the value itself, not a copy of it", "[1a.07]") {
  auto first = Box<Tracked>::make("a", 7);
  const Tracked* const address = &*first;
  step("move the Box");
  const auto second = std::move(first);
  CHECK(&*second == address);
  CHECK(lives().made == 1);
}

TEST_CASE("1a.08 A use after a move asserts, and blames the line of the move", "[1a.08]") {
  auto first = Box<int>::make(7);
  step("move the Box");
  const auto second = std::move(first);
  const unsigned line_of_move = __LINE__ - 1;
  step("use the Box that was moved from");
  const Death death = death_of([&] { *first = 8; });
  CHECK(death.asserted());
  CHECK(death.says("moved"));
  CHECK(death.line == line_of_move);
}

TEST_CASE("1a.09 Assignment destroys the old value and takes the new one", "[1a.09]") {
  auto box = Box<Tracked>::make("old", 1);
  step("assign another Box to it");
  box = Box<Tracked>::make("new", 2);
  CHECK(box->value() == 2);
  CHECK(lives().alive == 1);
}

TEST_CASE("1a.10 A Box that was moved from lives again once it is assigned to", "[1a.10]") {
  auto first = Box<Tracked>::make("a", 1);
  const auto second = std::move(first);
  step("assign a fresh Box to the one that was moved from");
  first = Box<Tracked>::make("b", 2);
  CHECK(first->value() == 2);
  CHECK(second->value() == 1);
}

TEST_CASE("1a.11 into_raw gives the value up, and from_raw takes it over", "[1a.11]") {
  Tracked* raw = nullptr;
  {
    auto box = Box<Tracked>::make("a", 7);
    step("give the value up with into_raw");
    raw = std::move(box).into_raw();
  }
  CHECK(lives().alive == 1);
  {
    step("take it over with from_raw");
    const auto box = Box<Tracked>::from_raw(raw);
    CHECK(box->value() == 7);
  }
  CHECK(lives().destroyed == 1);
}

struct Shape {
  virtual ~Shape() = default;
  virtual int corners() const { return 0; }
};
struct Square : Shape {
  Tracked side{"side", 4};
  int corners() const override { return 4; }
};

TEST_CASE("1a.12 A Box of a derived type becomes a Box of its base", "[1a.12]") {
  {
    step("move a Box<Square> into a Box<Shape>");
    const Box<Shape> shape = Box<Square>::make();
    CHECK(shape->corners() == 4);
  }
  CHECK(lives().alive == 0);
}

TEST_CASE("1a.13 A value travels from and to std::unique_ptr", "[1a.13]") {
  step("make a Box from a std::unique_ptr");
  auto box = Box<Tracked>::from_unique(std::make_unique<Tracked>("a", 7));
  CHECK(box->value() == 7);
  step("turn it back into a std::unique_ptr");
  const std::unique_ptr<Tracked> unique = std::move(box).into_unique();
  CHECK(unique->value() == 7);
  CHECK(lives().made == 1);
}

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1a.14 A Box is never empty, never copied, and passes its constness on", "[1a.14]") {
  CHECK_FALSE(std::is_default_constructible_v<Box<int>>);
  CHECK_FALSE(std::is_constructible_v<Box<int>, std::nullptr_t>);
  CHECK_FALSE(std::is_copy_constructible_v<Box<int>>);
  CHECK_FALSE(std::is_copy_assignable_v<Box<int>>);
  CHECK(std::is_nothrow_move_constructible_v<Box<int>>);
  CHECK(std::is_same_v<decltype(*std::declval<const Box<int>&>()), const int&>);
  CHECK_FALSE(std::is_convertible_v<Box<Shape>, Box<Square>>);
  const auto box = Box<int>::make(7);
  CHECK(*box == 7);
}
