// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 1a: the work is left to a std::unique_ptr, and Box adds what it lacks.
// There is no empty state to construct, and what was moved from asserts.
#pragma once

#include <patina/base/assert.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Box {
  using Location = std::source_location;

 public:
  using element_type = T;

  Box(std::nullptr_t) = delete;

  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  [[nodiscard]] static Box make(Arguments&&... arguments) {
    return Box(std::make_unique<T>(std::forward<Arguments>(arguments)...));
  }
  static Box from_raw(T* raw, Location where = Location::current()) {
    return from_unique(std::unique_ptr<T>(raw), where);
  }
  static Box from_unique(std::unique_ptr<T> unique, Location where = Location::current()) {
    if (unique == nullptr) fail_assertion("there is no Box without a value", where);
    return Box(std::move(unique));
  }

  Box(Box&& other, Location where = Location::current()) noexcept : held_(other.give(where)) {}
  template <std::derived_from<T> Derived>
    requires(!std::same_as<Derived, T> && std::has_virtual_destructor_v<T>)
  Box(Box<Derived>&& other, Location where = Location::current()) noexcept
      : held_(other.give(where)) {}
  Box& operator=(Box&& other) noexcept {
    if (this != &other) held_ = other.give(Location::current());
    return *this;
  }

  T& operator*() { return *checked(); }
  const T& operator*() const { return *checked(); }
  T* operator->() { return checked(); }
  const T* operator->() const { return checked(); }

  [[nodiscard]] T* into_raw(Location where = Location::current()) && {
    return give(where).release();
  }
  T& leak(Location where = Location::current()) && { return *give(where).release(); }
  std::unique_ptr<T> into_unique(Location where = Location::current()) && { return give(where); }

 private:
  template <class U>
  friend class Box;

  explicit Box(std::unique_ptr<T> held) noexcept : held_(std::move(held)) {}

  T* checked() const {
    if (held_ == nullptr) fail_assertion("this Box was moved away here", gone_at_);
    return held_.get();
  }
  std::unique_ptr<T> give(Location where) noexcept {
    static_cast<void>(checked());
    gone_at_ = where;
    return std::move(held_);
  }

  std::unique_ptr<T> held_;
  Location gone_at_;
};

}  // namespace patina
