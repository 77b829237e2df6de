// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1g: a function that gets `const Token&` promises, for all cells at once, to change none.
// EXPECT: discards qualifiers|drops 'const' qualifier|no match|deleted|constraints not satisfied
#include <testkit/catch.hpp>

#include <patina/token.hpp>

using patina::GhostCell;
using patina::Token;

#ifdef PATINA_TWIN
template <class Brand>
void grow(Token<Brand>& token, const GhostCell<int, Brand>& cell) {
#else
template <class Brand>
void grow(const Token<Brand>& token, const GhostCell<int, Brand>& cell) {
#endif
  cell.borrow_mut(token) += 1;
}

TEST_CASE("1g.05 A function that may only read the token does not compile if it changes a cell",
          "[1g.05]") {
  patina::with_token([](auto& token) {
    const GhostCell cell(7, token);
    grow(token, cell);
    CHECK(cell.borrow(token) == 8);
  });
}
