// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1c, first half: Cell<T>, a value that may be changed by everyone who sees it.
//
// Interface:
//   Cell<T>(value)      a cell that holds `value`
//   get()               a copy of the value, where copying runs no code of T's
//   set(value)          puts `value` in and destroys the old one
//   replace(value)      puts `value` in and gives the old one back
//   take()              puts a fresh T in and gives the old one back
//   swap(other)         exchanges the values of two cells
//
// Invariants: no reference to the value ever leaves the cell, so nobody can hold one while another
// changes it, and nothing needs to be counted or checked: a Cell is as small as its value. Code of
// T's (a destructor, a move) may touch this very cell at any time and finds a live value in it.
// Thread rule: one thread at a time, even for what is const (task 1f says so to the compiler).
// See also: Rust's std::cell::Cell; C++ has `mutable`, which asks nobody.
#pragma once

#include <patina/base/not_implemented.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Cell {
  static_assert(!std::is_reference_v<T>, "a Cell holds a value, not a reference");

 public:
  explicit Cell(T value) noexcept(std::is_nothrow_move_constructible_v<T>)
      : value_(std::move(value)) {}

  // People find a cell by its address: it stays where it is. Its value may travel.
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;

  // Returns a copy of the value. Only where T is trivially copyable (Rust says `Copy`): a copy
  // constructor is code, and that code could set() the very value that is being copied.
  [[nodiscard]] T get() const
    requires std::is_trivially_copyable_v<T>
  {
    not_implemented("1c", "copy the value of the cell");
  }

  // Puts `value` in; then, and only then, the old value is destroyed.
  void set(T value) const {
    not_implemented("1c", "put a new value into the cell, destroy the old one last");
  }

  // Puts `value` in and returns the old one.
  [[nodiscard]] T replace(T value) const {
    not_implemented("1c", "put a new value into the cell and give the old one back");
  }

  // Puts a default T in and returns the old value.
  [[nodiscard]] T take() const
    requires std::default_initializable<T>
  {
    not_implemented("1c", "leave a default value in the cell and give the old one back");
  }

  // Exchanges the values of both cells; a cell may be swapped with itself.
  void swap(const Cell& other) const {
    not_implemented("1c", "exchange the values of two cells");
  }

 private:
  mutable T value_;  // `mutable` is what the cell is about: const here means shared, not frozen
};

}  // namespace patina
