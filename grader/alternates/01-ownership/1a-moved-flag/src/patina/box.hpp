// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 1a: the pointer stays for life and `moved_` says whether it still counts.
// Assignment destroys this Box and makes it anew in the same place.
#pragma once

#include <patina/base/assert.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Box {
 public:
  using element_type = T;

  Box() = delete;
  Box(std::nullptr_t) = delete;
  Box(const Box&) = delete;
  Box& operator=(const Box&) = delete;

  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  [[nodiscard]] static Box make(Arguments&&... arguments) {
    return Box(new T(std::forward<Arguments>(arguments)...));
  }
  static Box from_raw(T* raw, std::source_location where = std::source_location::current()) {
    if (!raw) fail_assertion("null has no owner", where);
    return Box(raw);
  }
  static Box from_unique(std::unique_ptr<T> unique,
                         std::source_location where = std::source_location::current()) {
    return from_raw(unique.release(), where);
  }

  Box(Box&& other, std::source_location where = std::source_location::current()) noexcept
      : Box(std::move(other).into_raw(where)) {}
  template <class Derived>
    requires std::derived_from<Derived, T> && (!std::same_as<Derived, T>) &&
             std::has_virtual_destructor_v<T>
  Box(Box<Derived>&& other,
      std::source_location where = std::source_location::current()) noexcept
      : Box(std::move(other).into_raw(where)) {}

  // The old value is kept aside until the new one is in place: its destructor may look at this Box.
  Box& operator=(Box&& other) noexcept {
    if (this == &other) return *this;
    T* const old = moved_ ? nullptr : pointer_;
    T* const fresh = std::move(other).into_raw();
    new (this) Box(fresh);  // nothing to destroy first: a pointer, a bool, a location
    delete old;
    return *this;
  }

  ~Box() {
    if (!moved_) delete pointer_;
  }

  T& operator*() { return *operator->(); }
  const T& operator*() const { return *operator->(); }
  T* operator->() { return alive(), pointer_; }
  const T* operator->() const { return alive(), pointer_; }

  [[nodiscard]] T* into_raw(std::source_location where = std::source_location::current()) && {
    alive();
    moved_ = true;
    moved_at_ = where;
    return pointer_;
  }
  T& leak(std::source_location where = std::source_location::current()) && {
    return *std::move(*this).into_raw(where);
  }
  std::unique_ptr<T> into_unique(
      std::source_location where = std::source_location::current()) && {
    return std::unique_ptr<T>(std::move(*this).into_raw(where));
  }

 private:

  explicit Box(T* raw) noexcept : pointer_(raw) {}

  void alive() const {
    if (moved_) fail_assertion("this Box has been moved from", moved_at_);
  }

  T* pointer_;
  bool moved_ = false;
  std::source_location moved_at_;
};

}  // namespace patina
