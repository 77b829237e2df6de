// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1h: splitting uses the guard up: a whole beside its halves would be an alias of both.
// EXPECT: no matching function for call to '?‘?.*map_split|cannot bind rvalue reference
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>
#include <patina/ref_split.hpp>

#include <tuple>
#include <utility>

using namespace testkit;
using patina::RefCell;

TEST_CASE("1h.12 A guard that is split and kept does not compile", "[1h.12]") {
  const RefCell<std::pair<int, int>> cell({1, 2});
  auto whole = cell.borrow_mut();
  const auto split = [](std::pair<int, int>& pair) { return std::tie(pair.first, pair.second); };
#ifdef PATINA_TWIN
  const auto [first, second] = patina::map_split(std::move(whole), split);
#else
  const auto [first, second] = patina::map_split(whole, split);
#endif
  CHECK(*first + *second == 3);
}
