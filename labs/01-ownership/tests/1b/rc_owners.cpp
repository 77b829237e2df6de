// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b: a value with several owners, and how they are counted.
#include <testkit/catch.hpp>

#include <patina/rc.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Rc;

TEST_CASE("1b.01 An Rc holds the value that it was made with, and reads it by * and ->",
          "[1b.01]") {
  step("make an Rc of a type that can be neither copied nor moved");
  const auto rc = Rc<Immovable>::make("a", 7);
  CHECK(rc->value() == 7);
  CHECK((*rc).value() == 7);
  CHECK(lives().made == 1);
}

TEST_CASE("1b.02 A clone is one more owner of the same value, not a copy of it", "[1b.02]") {
  const auto first = Rc<Tracked>::make("a", 7);
  step("clone it, once by name and once by copy");
  const auto second = first.clone();
  const auto third = second;
  CHECK((&*third == &*first));
  CHECK(ptr_eq(first, third));
  CHECK(strong_count(first) == 3);
  CHECK(lives().made == 1);
  step("make another value that is merely equal");
  CHECK_FALSE(ptr_eq(first, Rc<Tracked>::make("b", 7)));
}

TEST_CASE("1b.03 The last owner destroys the value, and no other does", "[1b.03]") {
  {
    const auto first = Rc<Tracked>::make("a", 7);
    {
      step("let a clone go out of scope");
      const auto second = first.clone();
    }
    CHECK(strong_count(first) == 1);
    CHECK(first->value() == 7);
    step("let the last owner go out of scope");
  }
  CHECK(lives().destroyed == 1);
}

TEST_CASE("1b.04 A move hands an owner's place over; what was moved from is gone", "[1b.04]") {
  auto first = Rc<Tracked>::make("a", 7);
  step("move the Rc");
  const auto second = std::move(first);
  const unsigned line_of_move = __LINE__ - 1;
  CHECK(strong_count(second) == 1);
  step("use the Rc that was moved from");
  const Death death = death_of([&] { static_cast<void>(first->value()); });
  CHECK(death.asserted());
  CHECK(death.says("moved"));
  CHECK(death.line == line_of_move);
}

TEST_CASE("1b.05 Assignment gives up the old value and shares the new one", "[1b.05]") {
  auto first = Rc<Tracked>::make("old", 1);
  const auto second = Rc<Tracked>::make("new", 2);
  step("assign the second to the first, whose value had no other owner");
  first = second;
  CHECK(first->value() == 2);
  CHECK(strong_count(second) == 2);
  CHECK(lives().alive == 1);
  step("assign it to itself");
  const auto& itself = first;
  first = itself;
  CHECK(strong_count(second) == 2);
}

TEST_CASE("1b.06 The count of owners never wraps: the clone too many asserts", "[1b.06]") {
  using SmallRc = Rc<int, std::uint8_t>;  // counts in 8 bits
  const auto rc = SmallRc::make(7);
  step("hold 200 clones, which fit");
  {
    const std::vector<SmallRc> clones(200, rc);
    CHECK(strong_count(rc) == 201);
  }
  step("leak 300 clones, which do not");
  const Death death = death_of([&] {
    for (int i = 0; i < 300; ++i) new SmallRc(rc);
  });
  CHECK(death.asserted());
}

struct Shape {
  virtual ~Shape() = default;
};
struct Square : Shape {};
struct Plain {};
struct Fancy : Plain {};  // no virtual destructor

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1b.07 An Rc is never empty, and shared means const", "[1b.07]") {
  CHECK_FALSE(std::is_default_constructible_v<Rc<int>>);
  CHECK_FALSE(std::is_constructible_v<Rc<int>, std::nullptr_t>);
  CHECK(std::is_same_v<decltype(*std::declval<Rc<int>&>()), const int&>);
  CHECK(std::is_same_v<decltype(std::declval<Rc<int>&>().operator->()), const int*>);
  CHECK(std::is_nothrow_copy_constructible_v<Rc<int>>);
  CHECK(std::is_nothrow_move_constructible_v<Rc<int>>);
  CHECK(std::is_convertible_v<Rc<int>, Rc<const int>>);
  CHECK_FALSE(std::is_convertible_v<Rc<const int>, Rc<int>>);
  CHECK(std::is_convertible_v<Rc<Square>, Rc<Shape>>);
  CHECK_FALSE(std::is_convertible_v<Rc<Shape>, Rc<Square>>);
  CHECK_FALSE(std::is_convertible_v<Rc<Fancy>, Rc<Plain>>);
  CHECK_FALSE(std::is_convertible_v<Rc<int>, Rc<long>>);
  const auto rc = Rc<const int>::make(7);
  CHECK(*rc == 7);
}
