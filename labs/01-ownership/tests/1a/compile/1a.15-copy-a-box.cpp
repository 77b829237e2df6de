// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1a: the line that copies a Box is refused by the compiler. Rust: E0382 at the second use.
// EXPECT: deleted.*(function|constructor).*Box
#include <testkit/catch.hpp>

#include <patina/box.hpp>

#include <utility>

using patina::Box;

TEST_CASE("1a.15 A line that copies a Box does not compile; one that moves it does", "[1a.15]") {
  auto first = Box<int>::make(7);
#ifdef PATINA_TWIN
  const auto second = std::move(first);
#else
  const auto second = first;
#endif
  CHECK(*second == 7);
}
