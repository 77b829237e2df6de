// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1c, another way: a Cell that moves the old value out before it lets the new one in.
#pragma once

#include <bit>
#include <concepts>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Cell {
 public:
  explicit Cell(T value) : value_(std::move(value)) {}
  Cell(Cell&&) = delete;

  template <class U = T>
    requires std::is_trivially_copyable_v<U>
  [[nodiscard]] U get() const {
    return std::bit_cast<U>(value_);
  }

  void set(T value) const { static_cast<void>(replace(std::move(value))); }

  [[nodiscard]] T replace(T value) const {
    T old = std::move(value_);
    value_ = std::move(value);
    return old;
  }

  template <class U = T>
    requires std::is_default_constructible_v<U>
  [[nodiscard]] U take() const {
    return replace(U{});
  }

  void swap(const Cell& other) const {
    if (this == &other) return;
    other.value_ = replace(std::move(other.value_));
  }

 private:
  mutable T value_;
};

}  // namespace patina
