// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1g: two tokens are two types, and a cell knows its own.
// EXPECT: (no match|no known conversion|no viable|could not convert|cannot convert)
#include <testkit/catch.hpp>

#include <patina/token.hpp>

using patina::GhostCell;

TEST_CASE("1g.06 A cell read with the token of another brand does not compile", "[1g.06]") {
  patina::with_token([](auto& outer) {
    patina::with_token([&outer](auto& inner) {
      const GhostCell cell(7, outer);
#ifdef PATINA_TWIN
      CHECK(cell.borrow(outer) == 7);
      static_cast<void>(inner);
#else
      CHECK(cell.borrow(inner) == 7);
#endif
    });
  });
}
