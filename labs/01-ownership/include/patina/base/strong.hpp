// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Strong types: two integers that mean different things do not convert into each other.
//
// Interface:
//   struct TermTag;  using Term = Strong<TermTag, std::uint64_t>;
//   Term{3}.value(), comparison, ++, + and - of a plain count
//
// Thread rule: a value type.
#pragma once

#include <compare>
#include <concepts>

namespace patina::base {

template <class Tag, std::integral Value>
class Strong {
 public:
  using value_type = Value;

  constexpr Strong() noexcept = default;
  constexpr explicit Strong(Value value) noexcept : value_(value) {}

  constexpr Value value() const noexcept { return value_; }

  friend constexpr auto operator<=>(Strong, Strong) noexcept = default;

  constexpr Strong& operator++() noexcept { return ++value_, *this; }
  friend constexpr Strong operator+(Strong left, Value right) noexcept {
    return Strong(static_cast<Value>(left.value_ + right));
  }
  friend constexpr Strong operator-(Strong left, Value right) noexcept {
    return Strong(static_cast<Value>(left.value_ - right));
  }
  // How far apart two values are. REQUIRES: left >= right where Value is unsigned.
  friend constexpr Value operator-(Strong left, Strong right) noexcept {
    return static_cast<Value>(left.value_ - right.value_);
  }

 private:
  Value value_{};
};

}  // namespace patina::base
