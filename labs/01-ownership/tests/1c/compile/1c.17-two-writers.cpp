// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c: a guard is not copied: two who write are what a RefCell is there to prevent.
// EXPECT: deleted.*RefMut
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>

#include <utility>

TEST_CASE("1c.17 A second writer made by copying the guard of the first does not compile",
          "[1c.17]") {
  const patina::RefCell<int> cell(7);
  auto writer = cell.borrow_mut();
#ifdef PATINA_TWIN
  const auto heir = std::move(writer);
#else
  const auto heir = writer;  // two who may change one value
#endif
  *heir = 8;
  CHECK(*heir == 8);
}
