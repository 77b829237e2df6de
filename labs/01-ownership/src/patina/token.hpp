// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1g (stretch): Token<Brand> and GhostCell<T, Brand>, a permission that the compiler checks.
//
// Interface:
//   with_token([](auto& token) {...})   makes the one token of a new brand, for as long as f runs
//   GhostCell cell(value, token)        a cell of that token's brand
//   cell.borrow(token)                  `const T&`: who may read the token may read every cell
//   cell.borrow_mut(token)              `T&`: who may change the token may change every cell
//   std::move(cell).into_inner()        gives up the value
//
// Invariants: at every moment at most one token of a brand exists. Without it nobody reaches the
// value of a cell; with `const Token&` nobody changes one. A cell is as small as its value, and
// nothing is counted: what a RefCell asks at run time for each cell, the compiler asks once for
// all. What C++ cannot say: a brand is the type of the function given to with_token, so the same
// function entered twice has one brand; a second token of a brand that is in use asserts. And a
// `const T&` that was borrowed may be kept while a later line borrows to change: Rust ties it to
// the token.
// Thread rule: the cells of a brand belong to whoever holds the token.
// See also: Yanovski, Dang, Jung, Dreyer, "GhostCell: Separating Permissions from Data in Rust",
// ICFP 2021; the crate ghost-cell.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <atomic>
#include <concepts>
#include <functional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

// Much of this task is what does not compile. Delete this line when you begin.
PATINA_TODO(1g);

template <class Brand>
class Token;

// Calls `f` with the token of a brand that is f's own type, and returns by value what f returns.
// The token dies when f is left, by return or by exception. REQUIRES: no token of this brand is
// there (asserts, and blames the caller's line).
template <class F>
auto with_token(F&& f, std::source_location where = std::source_location::current())
    -> std::remove_cvref_t<std::invoke_result_t<F, Token<std::remove_cvref_t<F>>&>> {
  not_implemented("1g", "make a token and call f with it");
}

// The permission for all cells of a brand. It is unique: with_token alone makes one, if there is
// none yet of its brand, and nobody copies or moves it.
template <class Brand>
class Token {
 public:
  using brand = Brand;

  // (As it stands, everybody makes and copies tokens.)
};

// A value that is reached with the token of its brand, and in no other way.
template <class T, class Brand>
class GhostCell {
 public:
  explicit GhostCell(T value) : value_(std::move(value)) {}
  GhostCell(T value, const Token<Brand>&) : value_(std::move(value)) {}

  // People find a cell by its address, with a `const GhostCell*`: it stays where it is.
  // (As it stands, cells are copied.)

  // borrow: takes the token of this brand, if only to read it, and gives `const T&`.
  // borrow_mut: takes the token of this brand, to change it, and gives `T&`.
  // Both on a const cell, since the permission is the token's, but not on a temporary cell, whose
  // value dies with it. No other token will do, and neither will nothing.
  // (As they stand, they take anything. Give them the parameter that the contract asks.)
  template <class Anything>
  const T& borrow(Anything&&) const {
    not_implemented("1g", "let the value be read by who has the token");
  }
  template <class Anything>
  T& borrow_mut(Anything&&) const {
    not_implemented("1g", "let the value be changed by who may change the token");
  }

  // Puts `value` in and returns the old one. Takes the token as borrow_mut does.
  template <class Anything>
  T replace(T, Anything&&) const {
    not_implemented("1g", "put a new value in and give the old one back");
  }

  // Exchanges the values of two cells of one brand. Takes the token as borrow_mut does.
  template <class Anything>
  void swap(const GhostCell&, Anything&&) const {
    not_implemented("1g", "exchange the values of two cells");
  }

  // Who owns a cell, and gives it up, needs no token: nobody else can see it.
  [[nodiscard]] T into_inner() && {
    not_implemented("1g", "give up the value");
  }

 private:
  mutable T value_;
};

}  // namespace patina
