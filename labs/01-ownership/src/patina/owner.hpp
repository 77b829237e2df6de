// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1d, first half: Owner<T> and Borrow<T>, references that know when their referent has died.
//
// Interface:
//   Owner<T>::make(arguments...)     a new T on the heap, and its owner
//   *owner, owner->member            the value; asserts if the Owner was moved from or reset
//   owner.borrow()                   a Borrow: a reference to the value, to copy and to keep
//   owner.reset()                    destroys the value now
//   borrow.is_alive()                does the referent still live?
//   *borrow, borrow->member          the referent; asserts if it has died
//
// Invariants: the value dies when its Owner does, however many Borrows there are; a Borrow keeps
// nothing alive, and never gives access to what has died: every use asks, in O(1), and no memory
// that is used anew can make a dead referent look alive. Moving the Owner moves the duty to
// destroy; the value stays where it is, and its Borrows stay good.
// Thread rule: an Owner and all its Borrows belong to one thread (task 1f says so to the compiler).
// See also: Chromium's raw_ptr and WeakPtr; Rust's lifetimes, which ask the same at compile time.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

// What an Owner and its Borrows share. It outlives the value, until the last of them has gone: that
// is why the question "does it still live?" can be asked at any time. Given; how it is used is not.
template <class T>
struct Referent {
  template <class... Arguments>
  explicit Referent(Arguments&&... arguments) {
    std::construct_at(std::addressof(value), std::forward<Arguments>(arguments)...);
  }
  ~Referent() {}

  union {
    T value;  // lives iff is_alive: who clears is_alive destroys it
  };
  bool is_alive = true;
  std::size_t holders = 1;  // the Owner, until it has destroyed the value, and each Borrow
  std::source_location died_at{};  // where reset() was called; line 0 if it never was
};

// A reference that may outlive its referent, and knows it. T may be const.
template <class T>
class Borrow {
  using Shared = Referent<std::remove_const_t<T>>;

 public:
  // There is no Borrow of nothing. A move is a copy: a Borrow that was moved from is still good.
  Borrow(const Borrow& other) noexcept {
    not_implemented("1d", "refer to the same value");
  }

  // A reference to a T is one to a const T.
  Borrow(const Borrow<std::remove_const_t<T>>& other) noexcept
    requires std::is_const_v<T>
  {
    not_implemented("1d", "refer to the same value, but const");
  }

  // Refers to what `other` refers to, from here on.
  Borrow& operator=(const Borrow& other) noexcept {
    not_implemented("1d", "refer to the value of another Borrow");
  }

  ~Borrow() {
    not_implemented("1d", "stop referring to the value");
  }

  // Does the referent still live? It does not once its destructor has begun.
  [[nodiscard]] bool is_alive() const noexcept {
    not_implemented("1d", "tell whether the referent still lives");
  }

  // The referent. REQUIRES: it lives. Else asserts, and blames the line of the reset() that ended
  // it; if it ended in another way (a scope was left, the Owner was assigned to), C++ does not say
  // where that was, and the line where this Borrow was taken is blamed.
  T& operator*() const {
    not_implemented("1d", "give access to the referent, if it lives");
  }
  T* operator->() const {
    not_implemented("1d", "give access to a member of the referent, if it lives");
  }

 private:
  template <class>
  friend class Borrow;
  template <class>
  friend class Owner;

  // How you refer to the value is up to you: what follows is one way, and so are its names.
  Shared* shared_ = nullptr;
  std::source_location taken_at_{};

};

// The one owner of a value that others refer to.
template <class T>
class Owner {
  static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                "an Owner owns one value that may change");

 public:
  // Makes a T from `arguments` in place: T need be neither copyable nor movable.
  // If T's constructor throws, nothing is leaked and the exception goes to the caller.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  [[nodiscard]] static Owner make(Arguments&&... arguments) {
    not_implemented("1d", "make a T on the heap and an Owner of it");
  }

  // Takes the value over; it stays where it is, and Borrows of it stay good.
  // ENSURES: `other` may only be assigned to, reset or destroyed.
  Owner(Owner&& other) noexcept {
    not_implemented("1d", "take the value over from another Owner");
  }

  // Takes the value of `other` over; the one owned so far dies once the new one is in place.
  Owner& operator=(Owner other) noexcept {
    not_implemented("1d", "take the value over, and let the old one die");
  }

  ~Owner() {
    not_implemented("1d", "destroy the value, and leave word to those who refer to it");
  }

  // Destroys the value now. Does nothing if there is none.
  void reset(std::source_location where = std::source_location::current()) {
    not_implemented("1d", "destroy the value now, and note where");
  }

  // The value. A const Owner gives const access. REQUIRES: there is one (asserts).
  T& operator*() {
    not_implemented("1d", "give access to the value");
  }
  const T& operator*() const {
    not_implemented("1d", "give const access to the value");
  }
  T* operator->() {
    not_implemented("1d", "give access to a member of the value");
  }
  const T* operator->() const {
    not_implemented("1d", "give const access to a member of the value");
  }

  // A reference to the value, that may be kept for as long as one likes. A const Owner gives one to
  // a const T. REQUIRES: there is a value (asserts). Cost: O(1), no allocation.
  [[nodiscard]] Borrow<T> borrow(std::source_location where = std::source_location::current()) {
    not_implemented("1d", "give a reference that knows when the value dies");
  }
  [[nodiscard]] Borrow<const T> borrow(
      std::source_location where = std::source_location::current()) const {
    not_implemented("1d", "give a const reference that knows when the value dies");
  }

 private:
  // How you hold the value is up to you, too.
  Referent<T>* shared_ = nullptr;  // null once moved from or reset

};

}  // namespace patina
