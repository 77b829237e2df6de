// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1d: a Borrow is a reference that knows when its referent has died.
#include <testkit/catch.hpp>

#include <patina/owner.hpp>

#include <optional>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Borrow;
using patina::Owner;

TEST_CASE("1d.01 The value dies with its Owner, once, however many Borrows there are", "[1d.01]") {
  std::optional<Borrow<Tracked>> kept;
  {
    auto owner = Owner<Tracked>::make("a", 7);
    step("take two Borrows, and keep one for longer than the Owner lives");
    kept = owner.borrow();
    const auto copy = *kept;
    CHECK(copy->value() == 7);
    CHECK(lives().alive == 1);
  }
  CHECK(lives().alive == 0);
  CHECK_FALSE(kept->is_alive());
}

TEST_CASE("1d.02 Owner and Borrow reach the same value, and all of them see a change", "[1d.02]") {
  auto owner = Owner<int>::make(7);
  const auto borrow = owner.borrow();
  const Borrow<const int> reader = std::as_const(owner).borrow();
  step("change the value through a Borrow");
  *borrow = 8;
  CHECK(*owner == 8);
  CHECK(*reader == 8);
  CHECK(&*reader == &*owner);
}

TEST_CASE("1d.03 A Borrow used after its Owner left its scope asserts, and says where it was taken",
          "[1d.03]") {
  std::optional<Borrow<int>> borrow;
  unsigned line_of_borrow = 0;
  {
    auto owner = Owner<int>::make(7);
    borrow = owner.borrow();
    line_of_borrow = __LINE__ - 1;
    step("leave the scope of the Owner");
  }
  step("use the Borrow");
  const Death death = death_of([&] { **borrow = 8; });
  CHECK(death.asserted());
  CHECK(death.line == line_of_borrow);
}

TEST_CASE("1d.04 A Borrow used after a reset asserts, and blames the line of the reset",
          "[1d.04]") {
  auto owner = Owner<int>::make(7);
  const auto borrow = owner.borrow();
  CHECK(borrow.is_alive());
  step("reset the Owner");
  owner.reset();
  const unsigned line_of_reset = __LINE__ - 1;
  CHECK_FALSE(borrow.is_alive());
  const Death death = death_of([&] { *borrow = 8; });
  CHECK(death.asserted());
  CHECK(death.line == line_of_reset);
  CHECK(death_of([&] { *owner = 8; }).asserted());
}

TEST_CASE("1d.05 Moving the Owner moves no value, and its Borrows stay good", "[1d.05]") {
  auto first = Owner<Immovable>::make("a", 7);
  const auto borrow = first.borrow();
  step("move the Owner");
  auto second = std::move(first);
  CHECK(borrow.is_alive());
  CHECK(&*borrow == &*second);
  CHECK(death_of([&] { first->set(8); }).asserted());
  step("reset the new Owner");
  second.reset();
  CHECK_FALSE(borrow.is_alive());
}

TEST_CASE("1d.06 A new value in old memory is not mistaken for the one that died", "[1d.06]") {
  auto owner = Owner<int>::make(1);
  const auto old_borrow = owner.borrow();
  for (int i = 0; i < 20; ++i) {
    step("give the Owner a new value, which may well stand where an old one stood");
    owner.reset();
    owner = Owner<int>::make(2);
    const auto new_borrow = owner.borrow();
    CHECK(new_borrow.is_alive());
    CHECK_FALSE(old_borrow.is_alive());
  }
}

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1d.07 An Owner is never copied, a Borrow is never of nothing, and const stays const",
          "[1d.07]") {
  CHECK_FALSE(std::is_copy_constructible_v<Owner<int>>);
  CHECK_FALSE(std::is_default_constructible_v<Owner<int>>);
  CHECK_FALSE(std::is_default_constructible_v<Borrow<int>>);
  CHECK_FALSE(std::is_constructible_v<Borrow<int>, int*>);
  CHECK(std::is_convertible_v<Borrow<int>, Borrow<const int>>);
  CHECK_FALSE(std::is_constructible_v<Borrow<int>, Borrow<const int>>);
  CHECK(std::is_same_v<decltype(*std::declval<const Owner<int>&>()), const int&>);
  auto owner = Owner<int>::make(7);
  const Borrow<const int> reader = owner.borrow();
  CHECK(*reader == 7);
}
