// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Plain data that threads share: what a lock, a channel or a queue guards.
//
// Interface:
//   cell<T>(arguments...)    holds a T made from them
//   get(), set(value)        a copy; a new value
//   with(f), with_mut(f)     f(const T&) and f(T&): the access lasts as long as f runs
//   read(), write()          a reference; the access counts as made at this moment
//
// In an ordinary build a cell<T> is a T: same size, no cost. With PATINA_EXPLORE it knows who may
// touch it: two accesses by different threads, one of them a write, are a data race unless the
// memory model orders one before the other; and an access by another thread while f runs is one
// whatever the order. The search reports both with both places. with and with_mut are the better
// form; read and write are for guards, whose access lasts for as long as the guard lives.
// Thread rule: none of its own. That is the point.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/cell.hpp>
#else

#include <type_traits>
#include <utility>

namespace patina::rt {
inline namespace native {

template <class T>
class cell {
 public:
  constexpr cell() = default;
  template <class... Args>
  requires(sizeof...(Args) > 0 &&
           std::is_constructible_v<T, Args...>) constexpr explicit cell(Args&&... args)
      : value_(std::forward<Args>(args)...) {}
  cell(const cell&) = delete;
  cell& operator=(const cell&) = delete;

  constexpr T get() const { return value_; }
  template <class U = T>
  constexpr void set(U&& value) {
    value_ = std::forward<U>(value);
  }

  template <class F>
  constexpr decltype(auto) with(F&& f) const {
    return std::forward<F>(f)(value_);
  }
  template <class F>
  constexpr decltype(auto) with_mut(F&& f) {
    return std::forward<F>(f)(value_);
  }

  constexpr const T& read() const { return value_; }
  constexpr T& write() { return value_; }

 private:
  T value_{};
};

}  // namespace native
}  // namespace patina::rt

#endif
