// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c: a Cell is changed by everyone who sees it, because nobody holds a reference into it.
#include <testkit/catch.hpp>

#include <patina/cell.hpp>

#include <string>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Cell;

TEST_CASE("1c.01 A Cell is read and set by all who share it, and const stops nobody", "[1c.01]") {
  const Cell<int> cell(7);
  const Cell<int>& friend_of_the_cell = cell;
  CHECK(cell.get() == 7);
  step("set it through another reference");
  friend_of_the_cell.set(8);
  CHECK(cell.get() == 8);
}

TEST_CASE("1c.02 Values travel in and out of a Cell whole, by replace, take and swap", "[1c.02]") {
  const Cell<std::string> left("left"), right("right");
  step("swap two cells");
  left.swap(right);
  step("replace the value of one");
  CHECK(left.replace("new") == "right");
  step("take the value of the other");
  CHECK(right.take() == "left");
  CHECK(right.take() == "");
  CHECK(left.take() == "new");
}

struct Curious {
  const Cell<Curious>* home = nullptr;
  int number = 0;
  std::string* seen = nullptr;  // where the destructor writes what it finds in its old home

  Curious(const Cell<Curious>* cell, int my_number, std::string* note)
      : home(cell), number(my_number), seen(note) {}
  Curious(Curious&& other) noexcept { *this = std::move(other); }
  Curious& operator=(Curious&& other) noexcept {
    home = std::exchange(other.home, nullptr);
    number = std::exchange(other.number, 0);
    seen = std::exchange(other.seen, nullptr);
    return *this;
  }
  ~Curious() {
    if (home == nullptr) return;
    Curious found = home->replace(Curious(nullptr, number + 100, nullptr));
    *seen = "value " + std::to_string(found.number);
    found.home = nullptr;
  }
};

TEST_CASE("1c.03 A destructor that touches the Cell it was driven out of finds the new value there",
          "[1c.03]") {
  std::string seen = "nothing: the old value was assigned over, its destructor did not run";
  const Cell<Curious> cell(Curious(nullptr, 0, nullptr));
  cell.set(Curious(&cell, 1, &seen));
  step("set a new value: the old one's destructor takes it out and puts 101 in");
  cell.set(Curious(nullptr, 2, nullptr));
  CHECK(seen == "value 2");
  CHECK(cell.replace(Curious(nullptr, 0, nullptr)).number == 101);
}

template <class T>
concept Copied = requires(const Cell<T>& cell) {
  cell.get();
};
template <class T>
concept Reached = requires(Cell<T>& cell) {
  *cell;
};

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1c.04 A Cell gives out no reference, and copies only what copies without running code",
          "[1c.04]") {
  CHECK(Copied<int>);
  CHECK_FALSE(Copied<Tracked>);
  CHECK_FALSE(Copied<std::string>);
  CHECK_FALSE(Reached<int>);
  CHECK_FALSE(std::is_reference_v<decltype(std::declval<Cell<int>&>().get())>);
  CHECK_FALSE(std::is_copy_constructible_v<Cell<int>>);
  CHECK(sizeof(Cell<int>) == sizeof(int));
  CHECK(Cell<int>(7).get() == 7);
}
