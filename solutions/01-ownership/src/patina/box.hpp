// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1a: Box<T>, the unique owner of one value on the heap.
//
// Interface:
//   Box<T>::make(arguments...)     a new T on the heap, and its owner
//   *box, box->member              the value; asserts if the Box has been moved from
//   std::move(box)                 hands the value to another Box; this one may then only be
//                                  assigned to or destroyed
//   Box<Base> b = std::move(d)     a Box of a derived type becomes a Box of its base
//   Box::from_raw, into_raw, leak, from_unique, into_unique
//
// Invariants: a Box that is live owns exactly one value and is never null; each value is destroyed
// exactly once, by the last Box that owned it. There is no empty Box, so nobody checks for one:
// what has been moved from is not "null", it is gone, and touching it is a bug that asserts.
// Thread rule: like a plain value; a Box may be handed to another thread iff T may (task 1f).
// See also: Rust's std::boxed::Box; std::unique_ptr, which has an empty state and cannot assert.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Box {
  static_assert(!std::is_array_v<T>, "Box owns one value: use std::vector or std::array for many");
  static_assert(!std::is_reference_v<T>, "Box owns a value: a reference owns nothing");

 public:
  using element_type = T;

  // There is no empty Box.
  Box() = delete;
  Box(std::nullptr_t) = delete;
  Box(const Box&) = delete;

  // Makes a T from `arguments`, in place on the heap: T need be neither copyable nor movable.
  // If T's constructor throws, nothing is leaked and the exception goes to the caller.
  // Cost: one allocation.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  [[nodiscard]] static Box make(Arguments&&... arguments) {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "make a T on the heap and a Box that owns it");
    return Box(new T(std::forward<Arguments>(arguments)...));
    // END SOLUTION
  }

  // Takes over a value that was made with plain `new`, or came from into_raw().
  // REQUIRES: `raw` is not null (asserts) and nobody else owns it (cannot be checked).
  // Nobody passes `where`, here and below: its default is the line of the call. Assertions blame
  // it: here at once, and for what takes a value out of a Box when that Box is used afterwards.
  static Box from_raw(T* raw, std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "take over a value, and refuse null");
    if (raw == nullptr) fail_assertion("a Box is never made from a null pointer", where);
    return Box(raw);
    // END SOLUTION
  }

  // Takes over the value of `unique`, which is empty afterwards. REQUIRES: it is not (asserts).
  static Box from_unique(std::unique_ptr<T> unique,
                         std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "take over the value of a std::unique_ptr");
    return from_raw(unique.release(), where);
    // END SOLUTION
  }

  // Moves the value's ownership out of `other`. The value itself does not move: its address stays.
  // ENSURES: `other` may only be assigned to or destroyed. REQUIRES: `other` is live (asserts).
  Box(Box&& other, std::source_location where = std::source_location::current()) noexcept {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "take the value out of `other`, and leave `other` gone");
    pointer_ = other.take(where);
    // END SOLUTION
  }

  // The same from a Box of a derived type.
  // Only where destroying the value through T* is right: T is Derived, or ~T() is virtual.
  template <class Derived>
    requires std::derived_from<Derived, T> && (!std::same_as<Derived, T>) &&
             std::has_virtual_destructor_v<T>
  Box(Box<Derived>&& other,
      std::source_location where = std::source_location::current()) noexcept {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "take the value out of a Box of a derived type");
    pointer_ = other.take(where);
    // END SOLUTION
  }

  // Takes the value of `other`; the value owned so far is destroyed once the new one is in place.
  // A moved-from Box is live again afterwards; assigning a Box to itself changes nothing.
  Box& operator=(Box other) noexcept {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "take the value of `other`, destroy the one owned so far");
    // `other` is a parameter by value: the move happened at the caller, so it is the caller's line
    // that a later assertion blames. It leaves with the old value and destroys it last, because
    // that destructor may look at this Box. (Mutants 1a-assign-leaks, 1a-assign-destroys-first.)
    std::swap(pointer_, other.pointer_);
    return *this;
    // END SOLUTION
  }

  // Destroys the value, if this Box still owns one.
  ~Box() {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "destroy the value");
    delete pointer_;
    // END SOLUTION
  }

  // The value. A const Box gives const access: what you own is as constant as you are.
  // REQUIRES: the Box has not been moved from (asserts, and says where it was moved).
  T& operator*() {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give access to the value");
    return *live();
    // END SOLUTION
  }
  const T& operator*() const {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give const access to the value");
    return *live();
    // END SOLUTION
  }
  T* operator->() {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give access to a member of the value");
    return live();
    // END SOLUTION
  }
  const T* operator->() const {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give const access to a member of the value");
    return live();
    // END SOLUTION
  }

  // Gives up the value without destroying it; the caller owns it now. Undone by from_raw().
  [[nodiscard]] T* into_raw(std::source_location where = std::source_location::current()) && {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give up the value");
    return take(where);
    // END SOLUTION
  }

  // Gives up the value for good: it lives to the end of the program.
  T& leak(std::source_location where = std::source_location::current()) && {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "give up the value for good");
    return *take(where);
    // END SOLUTION
  }

  // Gives up the value to a std::unique_ptr.
  std::unique_ptr<T> into_unique(
      std::source_location where = std::source_location::current()) && {
    // BEGIN SOLUTION(1a)
    // STUB: not_implemented("1a", "hand the value to a std::unique_ptr");
    return std::unique_ptr<T>(take(where));
    // END SOLUTION
  }

 private:
  template <class U>
  friend class Box;

  explicit Box(T* raw) noexcept : pointer_(raw) {}

  // How you hold the value is up to you: what follows is one way, and so are its names.
  T* pointer_ = nullptr;  // null once moved from
#ifndef NDEBUG
  // Benches define NDEBUG, and this field is gone then: each use of it needs the same #ifndef, or
  // your file no longer compiles there.
  std::source_location moved_at_;  // where; meaningful while pointer_ is null
#endif

  // BEGIN SOLUTION(1a)
  // STUB:
  T* live() const {
    if (pointer_ == nullptr) [[unlikely]] use_after_move();
    return pointer_;
  }

  // Takes the pointer and remembers where: moved-from is a state one can ask about, null is not.
  T* take(const std::source_location& where) noexcept {
    T* const taken = live();
    pointer_ = nullptr;
#ifndef NDEBUG
    moved_at_ = where;
#else
    static_cast<void>(where);
#endif
    return taken;
  }

  [[noreturn, gnu::cold, gnu::noinline]] void use_after_move() const {
#ifndef NDEBUG
    fail_assertion("a Box is not used after it was moved from", moved_at_);  // the line to look at
#else
    fail_assertion("a Box is not used after it was moved from");
#endif
  }
  // END SOLUTION
};

}  // namespace patina
