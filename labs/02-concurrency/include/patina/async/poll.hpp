// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a future answers when it is polled: its value, or "not yet".
//
// Interface:
//   Poll<T>(Pending{})          not yet
//   Poll<T>(value)              the value; for Poll<void>: Poll<void>(Ready{})
//   p.is_ready(), if (p)        has it come?
//   *p, std::move(p).take()     the value; take() of a Poll<void> answers nothing
//
// Thread rule: a value type.
// See also: Rust's std::task::Poll.
#pragma once

#include <patina/base/assert.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

struct Pending {};
struct Ready {};

template <class T>
class [[nodiscard]] Poll {
  static_assert(std::is_object_v<T> && !std::is_array_v<T>, "a future's value is a plain object");

 public:
  using value_type = T;

  Poll(Pending) noexcept {}
  template <class U = T>
    requires(std::constructible_from<T, U> && !std::same_as<std::remove_cvref_t<U>, Poll> &&
             !std::same_as<std::remove_cvref_t<U>, Pending>)
  Poll(U&& value) : value_(std::forward<U>(value)) {}

  Poll(Poll&&) = default;
  // T need not be assignable. If its move throws, this is pending.
  Poll& operator=(Poll&& other) {
    value_.reset();
    if (other.value_) value_.emplace(std::move(*other.value_));
    return *this;
  }

  bool is_ready() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return is_ready(); }

  // REQUIRES: is_ready() (asserts)
  T& operator*() {
    PATINA_ASSERT(is_ready(), "a value is read only after it has come");
    return *value_;
  }
  T take() && { return std::move(**this); }

 private:
  std::optional<T> value_;
};

template <>
class [[nodiscard]] Poll<void> {
 public:
  using value_type = void;

  Poll(Pending) noexcept {}
  Poll(Ready) noexcept : is_ready_(true) {}

  bool is_ready() const noexcept { return is_ready_; }
  explicit operator bool() const noexcept { return is_ready_; }
  void take() && { PATINA_ASSERT(is_ready_, "a value is read only after it has come"); }

 private:
  bool is_ready_ = false;
};

}  // namespace patina
