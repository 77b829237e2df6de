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

// BEGIN SOLUTION(1g)
// STUB: // Much of this task is what does not compile. Delete this line when you begin.
// STUB: PATINA_TODO(1g);
// END SOLUTION

template <class Brand>
class Token;

// Calls `f` with the token of a brand that is f's own type, and returns by value what f returns.
// The token dies when f is left, by return or by exception. REQUIRES: no token of this brand is
// there (asserts, and blames the caller's line).
template <class F>
auto with_token(F&& f, std::source_location where = std::source_location::current())
    -> std::remove_cvref_t<std::invoke_result_t<F, Token<std::remove_cvref_t<F>>&>> {
  // BEGIN SOLUTION(1g)
  // STUB: not_implemented("1g", "make a token and call f with it");
  Token<std::remove_cvref_t<F>> token(where);
  return std::invoke(std::forward<F>(f), token);
  // END SOLUTION
}

// The permission for all cells of a brand. It is unique: with_token alone makes one, if there is
// none yet of its brand, and nobody copies or moves it.
template <class Brand>
class Token {
 public:
  using brand = Brand;

  // BEGIN SOLUTION(1g)
  // STUB: // (As it stands, everybody makes and copies tokens.)
  Token(const Token&) = delete;  // and so not moved, and not made by default
  Token& operator=(const Token&) = delete;
  ~Token() { is_in_use.store(false, std::memory_order_release); }

 private:
  template <class F>
  friend auto with_token(F&& f, std::source_location where)
      -> std::remove_cvref_t<std::invoke_result_t<F, Token<std::remove_cvref_t<F>>&>>;

  // Atomic, for the same function may be entered by two threads. Acquire and release, so that who
  // holds the brand next sees what was done to its cells before.
  explicit Token(const std::source_location& where) {
    if (is_in_use.exchange(true, std::memory_order_acquire)) [[unlikely]]
      fail_assertion("a brand has one token at a time", where);
  }

  static inline constinit std::atomic<bool> is_in_use = false;
  // END SOLUTION
};

// A value that is reached with the token of its brand, and in no other way.
template <class T, class Brand>
class GhostCell {
 public:
  explicit GhostCell(T value) : value_(std::move(value)) {}
  GhostCell(T value, const Token<Brand>&) : value_(std::move(value)) {}

  // People find a cell by its address, with a `const GhostCell*`: it stays where it is.
  // BEGIN SOLUTION(1g)
  // STUB: // (As it stands, cells are copied.)
  GhostCell(const GhostCell&) = delete;
  GhostCell& operator=(const GhostCell&) = delete;
  // END SOLUTION

  // borrow: takes the token of this brand, if only to read it, and gives `const T&`.
  // borrow_mut: takes the token of this brand, to change it, and gives `T&`.
  // Both on a const cell, since the permission is the token's, but not on a temporary cell, whose
  // value dies with it. No other token will do, and neither will nothing.
  // BEGIN SOLUTION(1g)
  // STUB: // (As they stand, they take anything. Give them the parameter that the contract asks.)
  // STUB: template <class Anything>
  // STUB: const T& borrow(Anything&&) const {
  // STUB:   not_implemented("1g", "let the value be read by who has the token");
  // STUB: }
  // STUB: template <class Anything>
  // STUB: T& borrow_mut(Anything&&) const {
  // STUB:   not_implemented("1g", "let the value be changed by who may change the token");
  // STUB: }
  const T& borrow(const Token<Brand>&) const& { return value_; }
  const T& borrow(const Token<Brand>&) const&& = delete;
  T& borrow_mut(Token<Brand>&) const& { return value_; }
  T& borrow_mut(Token<Brand>&) const&& = delete;
  // END SOLUTION

  // Puts `value` in and returns the old one. Takes the token as borrow_mut does.
  // BEGIN SOLUTION(1g)
  // STUB: template <class Anything>
  // STUB: T replace(T, Anything&&) const {
  // STUB:   not_implemented("1g", "put a new value in and give the old one back");
  // STUB: }
  T replace(T value, Token<Brand>& token) const {
    return std::exchange(borrow_mut(token), std::move(value));
  }
  // END SOLUTION

  // Exchanges the values of two cells of one brand. Takes the token as borrow_mut does.
  // BEGIN SOLUTION(1g)
  // STUB: template <class Anything>
  // STUB: void swap(const GhostCell&, Anything&&) const {
  // STUB:   not_implemented("1g", "exchange the values of two cells");
  // STUB: }
  void swap(const GhostCell& other, Token<Brand>& token) const {
    std::swap(borrow_mut(token), other.borrow_mut(token));
  }
  // END SOLUTION

  // Who owns a cell, and gives it up, needs no token: nobody else can see it.
  [[nodiscard]] T into_inner() && {
    // BEGIN SOLUTION(1g)
    // STUB: not_implemented("1g", "give up the value");
    return std::move(value_);
    // END SOLUTION
  }

 private:
  mutable T value_;
};

}  // namespace patina
