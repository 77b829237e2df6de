// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/cell.hpp>
#include <patina/ref_cell.hpp>

#include <array>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace testkit;
using patina::Cell;
using patina::Ref;
using patina::RefCell;
using patina::RefMut;

TEST_CASE("1c.h01 A long random story of borrows agrees with a list of who holds what",
          "[1c.h01]") {
  auto random = patina::base::Random::stream(seed(), "1c.h01");
  const RefCell<int> cell(0);
  std::array<std::optional<Ref<int>>, 4> readers;
  std::optional<RefMut<int>> writer;
  for (int i = 0; i < 300; ++i) {
    const auto at = static_cast<std::size_t>(random.below(4));
    int reading = 0;
    for (const auto& reader : readers) reading += reader.has_value() ? 1 : 0;
    switch (random.below(5)) {
      case 0:
        step("reader " + std::to_string(at) + " leaves");
        readers[at].reset();
        break;
      case 1:
        step("the writer leaves");
        writer.reset();
        break;
      case 2:
        step("somebody tries to write");
        if (auto guard = cell.try_borrow_mut()) {
          CHECK((reading == 0 && !writer));
          writer = std::move(guard);
        } else {
          CHECK((reading > 0 || writer));
        }
        break;
      default:
        step("reader " + std::to_string(at) + " tries to read");
        if (auto guard = cell.try_borrow()) {
          CHECK_FALSE(writer.has_value());
          readers[at] = std::move(guard);
        } else {
          CHECK(writer.has_value());
        }
    }
  }
}

TEST_CASE("1c.h02 Every way to borrow asserts when it may not, and names who stands in the way",
          "[1c.h02]") {
  RefCell<int> cell(7);
  const std::string reader_line = "ref_cell_hidden.cpp:" + std::to_string(__LINE__ + 1);
  std::optional<Ref<int>> reader = cell.borrow();
  const auto blocked = [](const std::string& line, const std::function<void()>& borrow) {
    const Death death = death_of(borrow);
    return death.asserted() && death.says(line);
  };
  step("borrow_mut while a reader is out: it names the reader's line");
  CHECK(blocked(reader_line, [&] { static_cast<void>(cell.borrow_mut()); }));
  step("the same by with_mut");
  CHECK(blocked(reader_line, [&] { cell.with_mut([](int&) {}); }));
  step("the same by replace");
  CHECK(blocked(reader_line, [&] { cell.replace(8); }));
  step("the same by into_inner");
  CHECK(blocked(reader_line, [&] { static_cast<void>(std::move(cell).into_inner()); }));
  reader.reset();
  const std::string writer_line = "ref_cell_hidden.cpp:" + std::to_string(__LINE__ + 1);
  const RefMut<int> writer = cell.borrow_mut();
  step("with while a writer is out: it names the writer's line");
  CHECK(blocked(writer_line, [&] { cell.with([](int) {}); }));
  step("the same by borrow_mut");
  CHECK(blocked(writer_line, [&] { static_cast<void>(cell.borrow_mut()); }));
  step("destroy the cell while a writer is out");
  CHECK(death_of([&] { cell.~RefCell(); }).asserted());
}

TEST_CASE("1c.h03 A function that throws gives its borrow back", "[1c.h03]") {
  const RefCell<std::string> cell("one");
  step("throw from inside with_mut, and from inside map");
  CHECK_THROWS_AS(cell.with_mut([](std::string&) { throw std::runtime_error("no"); }),
                  std::runtime_error);
  CHECK_THROWS_AS(
      cell.borrow().map([](const std::string&) -> const char& { throw std::runtime_error("no"); }),
      std::runtime_error);
  CHECK(cell.try_borrow_mut().has_value());
}

TEST_CASE("1c.h04 A guard that is assigned to ends its old borrow and holds the new one",
          "[1c.h04]") {
  const RefCell<int> one(1), two(2);
  auto writer = one.borrow_mut();
  step("assign a writer of another cell to it");
  writer = two.borrow_mut();
  CHECK(one.try_borrow_mut().has_value());
  CHECK_FALSE(two.try_borrow().has_value());
  step("narrow it, and let the narrow guard go from hand to hand");
  auto same = std::move(writer).map([](int& value) -> int& { return value; });
  same = std::move(same).map([](int& value) -> int& { return value; });
  *same = 3;
  CHECK_FALSE(two.try_borrow().has_value());
  same = one.borrow_mut();
  CHECK(two.with([](int value) { return value; }) == 3);
}

struct Chain {
  const Cell<Chain>* home = nullptr;
  Tracked tag{"link"};
  int left = 0;  // how many more times the destructor sets the cell

  Chain(const Cell<Chain>* cell, int times) : home(cell), left(times) {}
  Chain(Chain&& other) noexcept
      : home(std::exchange(other.home, nullptr)), tag(std::move(other.tag)), left(other.left) {}
  Chain& operator=(Chain&& other) noexcept {
    home = std::exchange(other.home, nullptr);
    tag = std::move(other.tag);
    left = other.left;
    return *this;
  }
  ~Chain() {
    if (home != nullptr && left > 0) home->set(Chain(home, left - 1));
  }
};

TEST_CASE("1c.h05 Destructors that set their Cell again and again lose and double nothing",
          "[1c.h05]") {
  {
    const Cell<Chain> cell(Chain(nullptr, 0));
    cell.set(Chain(&cell, 5));
    for (int left = 4; left >= 0; --left) {
      step("set a value: the destructor of the old one sets another at once");
      cell.set(Chain(nullptr, 40));
      CHECK(lives().alive == 1);
    }
    step("the last of them is there now");
    CHECK(cell.replace(Chain(nullptr, 41)).left == 0);
  }
  CHECK(lives().alive == 0);
}
