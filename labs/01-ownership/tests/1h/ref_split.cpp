// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1h: one borrow becomes two, and none is ever lost count of.
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>
#include <patina/ref_split.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using namespace testkit;
using patina::map_split;
using patina::Ref;
using patina::RefCell;
using patina::RefMut;

struct Point {
  int x = 1;
  int y = 2;
};
static const auto kHalves = [](auto& point) { return std::tie(point.x, point.y); };

TEST_CASE("1h.07 The halves of a RefMut write to two parts at once", "[1h.07]") {
  const RefCell<Point> cell(Point{});
  {
    step("split a RefMut of a point");
    auto [x, y] = map_split(cell.borrow_mut(), kHalves);
    std::swap(*x, *y);
  }
  step("read the point after both halves are gone");
  const auto point = cell.borrow();
  CHECK(point->x == 2);
  CHECK(point->y == 1);
}

TEST_CASE("1h.08 The cell is free again only when both halves are gone", "[1h.08]") {
  const RefCell<Point> cell(Point{});
  for (const bool first_goes_first : {true, false}) {
    auto [x, y] = map_split(cell.borrow_mut(), kHalves);
    std::optional<RefMut<int>> first(std::move(x)), second(std::move(y));
    step(first_goes_first ? "drop the first half" : "drop the second half");
    (first_goes_first ? first : second).reset();
    CHECK_FALSE(cell.try_borrow().has_value());
    CHECK_FALSE(cell.try_borrow_mut().has_value());
    step("drop the other half");
    (first_goes_first ? second : first).reset();
    CHECK(cell.try_borrow_mut().has_value());
  }
}

TEST_CASE("1h.09 Halves that write never overlap; halves that read may", "[1h.09]") {
  const RefCell<Point> cell(Point{});
  step("split a RefMut into the point and its y");
  const auto overlapping = [](auto& point) { return std::tie(point, point.y); };
  const Death death = death_of([&] { map_split(cell.borrow_mut(), overlapping); });
  const unsigned line_of_split = __LINE__ - 1;
  CHECK(death.asserted());
  CHECK(death.says("overlap"));
  CHECK(death.line == line_of_split);
  step("split a Ref in the same way");
  const auto [point, y] = map_split(cell.borrow(), overlapping);
  CHECK((&point->y == &*y));
}

// A borrow that is leaked is counted for ever. In 8 bits, 300 of them can't be counted.
TEST_CASE("1h.10 Leaked guards never add up to a free cell: the one too many asserts", "[1h.10]") {
  const RefCell<Point, std::int8_t> cell(Point{});
  step("leak 300 readers of the cell");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new auto(cell.try_borrow());
        }).asserted());
  step("leak 300 clones of one reader");
  const auto reader = cell.borrow();
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new auto(clone(reader));
        }).asserted());
  step("hold 100 clones, which fit");
  std::vector<Ref<Point, std::int8_t>> readers;
  for (int i = 0; i < 100; ++i) readers.push_back(clone(reader));
  CHECK_FALSE(cell.try_borrow_mut().has_value());
}

TEST_CASE("1h.11 A guard becomes one of a part that is there, and else stays what it is",
          "[1h.11]") {
  const RefCell<std::map<int, int>> cell(std::map<int, int>{{1, 10}});
  const auto entry = [](int key) {
    return [key](auto& map) { return map.contains(key) ? &map.at(key) : nullptr; };
  };
  auto whole = cell.borrow_mut();
  step("ask for an entry that is not there");
  CHECK_FALSE(filter_map(std::move(whole), entry(2)).has_value());
  CHECK(whole->size() == 1);
  step("ask for one that is");
  {
    const auto ten = filter_map(std::move(whole), entry(1));
    REQUIRE(ten.has_value());
    **ten = 11;
    CHECK_FALSE(cell.try_borrow().has_value());
  }
  const auto eleven = filter_map(cell.borrow(), entry(1));
  REQUIRE(eleven.has_value());
  CHECK(**eleven == 11);
}
