// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c: a RefCell has many readers or one writer, and counts them.
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>

#include <string>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Ref;
using patina::RefCell;
using patina::RefMut;

TEST_CASE("1c.05 A RefCell has many readers at once, and no writer while one of them is left",
          "[1c.05]") {
  const RefCell<int> cell(7);
  {
    const auto first = cell.borrow();
    step("a second reader comes");
    auto second = cell.try_borrow();
    REQUIRE(second.has_value());
    CHECK(*first + **second == 14);
    CHECK_FALSE(cell.try_borrow_mut().has_value());
    step("the second reader leaves");
    second.reset();
    CHECK_FALSE(cell.try_borrow_mut().has_value());
    step("the first reader leaves");
  }
  CHECK(cell.try_borrow_mut().has_value());
}

TEST_CASE("1c.06 A writer has the RefCell to itself until its guard dies", "[1c.06]") {
  const RefCell<int> cell(7);
  {
    step("change the value through a guard");
    const auto writer = cell.borrow_mut();
    *writer = 8;
    CHECK_FALSE(cell.try_borrow().has_value());
    CHECK_FALSE(cell.try_borrow_mut().has_value());
    step("let the guard die");
  }
  const auto reader = cell.borrow();
  CHECK(*reader == 8);
}

TEST_CASE("1c.07 A conflict asserts, blames the newcomer and names the line of the other",
          "[1c.07]") {
  const RefCell<int> cell(7);
  const auto writer = cell.borrow_mut();
  const std::string line_of_writer = std::to_string(__LINE__ - 1);
  step("borrow the value once more, while it is being changed");
  const Death death = death_of([&] { static_cast<void>(cell.borrow()); });
  const unsigned line_of_newcomer = __LINE__ - 1;
  CHECK(death.asserted());
  CHECK(death.line == line_of_newcomer);
  CHECK(death.says("ref_cell.cpp:" + line_of_writer));
}

TEST_CASE("1c.08 A guard that was moved from ends nothing", "[1c.08]") {
  const RefCell<int> cell(7);
  auto writer = cell.borrow_mut();
  {
    step("move the guard to another, which dies");
    const auto other = std::move(writer);
  }
  step("borrow anew while the guard that was moved from still stands");
  const auto reader = cell.try_borrow();
  REQUIRE(reader.has_value());
  CHECK_FALSE(cell.try_borrow_mut().has_value());
  CHECK(death_of([&] { *writer = 8; }).asserted());
}

struct Pair {
  int left = 1;
  int right = 2;
};

TEST_CASE("1c.09 map narrows a guard to a part, and the whole stays borrowed", "[1c.09]") {
  const RefCell<Pair> cell(Pair{});
  {
    auto whole = cell.borrow_mut();
    step("narrow the guard to the right half, and change it");
    const RefMut<int> right = std::move(whole).map([](Pair& pair) -> int& { return pair.right; });
    *right = 7;
    CHECK_FALSE(cell.try_borrow().has_value());
  }
  step("read the right half through a narrowed reader");
  const Ref<int> right = cell.borrow().map(&Pair::right);
  CHECK(*right == 7);
  CHECK_FALSE(cell.try_borrow_mut().has_value());
}

TEST_CASE("1c.10 with and with_mut borrow for as long as their function runs", "[1c.10]") {
  const RefCell<std::string> cell("one");
  step("change the value with a function, and look from inside");
  const bool was_alone = cell.with_mut([&](std::string& text) {
    text += " two";
    return !cell.try_borrow().has_value();
  });
  CHECK(was_alone);
  CHECK(cell.with([](const std::string& text) { return text.size(); }) == 7);
  CHECK(cell.try_borrow_mut().has_value());
}

TEST_CASE("1c.11 A value travels in and out of a RefCell whole, and dies once", "[1c.11]") {
  {
    RefCell<MoveOnly> cell(MoveOnly("a", 1));
    step("replace the value");
    CHECK(cell.replace(MoveOnly("b", 2)).value() == 1);
    step("give the value up with into_inner");
    CHECK(std::move(cell).into_inner().value() == 2);
  }
  CHECK(lives().alive == 0);
}

TEST_CASE("1c.12 A RefCell is not destroyed while a guard points to it", "[1c.12]") {
  step("let a guard outlive its cell");
  const unsigned line_of_borrow = __LINE__ + 3;
  const Death death = death_of([&] {
    auto* const cell = new RefCell<int>(7);
    const auto guard = cell->borrow();
    delete cell;
  });
  CHECK(death.asserted());
  CHECK(death.line == line_of_borrow);
}

template <class Guard>
concept KeptFromATemporary = requires(Guard (*make)()) {
  *make();
}
|| requires(Guard (*make)()) { make().operator->(); };

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1c.13 Guards are not copied, a Ref does not write, and no temporary gives a reference",
          "[1c.13]") {
  CHECK_FALSE(std::is_copy_constructible_v<Ref<int>>);
  CHECK_FALSE(std::is_copy_constructible_v<RefMut<int>>);
  CHECK_FALSE(std::is_copy_assignable_v<RefMut<int>>);
  CHECK(std::is_nothrow_move_constructible_v<RefMut<int>>);
  CHECK(std::is_same_v<decltype(*std::declval<Ref<int>&>()), const int&>);
  CHECK_FALSE(KeptFromATemporary<Ref<int>>);
  CHECK_FALSE(KeptFromATemporary<RefMut<int>>);
  CHECK_FALSE(std::is_move_constructible_v<RefCell<int>>);
  const RefCell<int> cell(7);
  const auto reader = cell.borrow();
  CHECK(*reader == 7);
}
