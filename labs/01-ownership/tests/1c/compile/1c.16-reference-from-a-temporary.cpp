// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c: a reference out of a guard that dies at the end of the line. Rust: E0716.
// EXPECT: deleted (function .*operator\*|operator '\*')
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>

TEST_CASE("1c.16 A reference taken from a guard that dies in the same line does not compile",
          "[1c.16]") {
  const patina::RefCell<int> cell(7);
#ifdef PATINA_TWIN
  const auto guard = cell.borrow_mut();
  auto& value = *guard;
#else
  auto& value = *cell.borrow_mut();  // the borrow would end here, and `value` would not
#endif
  value = 8;
  CHECK_FALSE(cell.try_borrow().has_value());
}
