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
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "refer to the same value");
    hold(other);
    // END SOLUTION
  }

  // A reference to a T is one to a const T.
  Borrow(const Borrow<std::remove_const_t<T>>& other) noexcept
    requires std::is_const_v<T>
  {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "refer to the same value, but const");
    hold(other);
    // END SOLUTION
  }

  // Refers to what `other` refers to, from here on.
  Borrow& operator=(const Borrow& other) noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "refer to the value of another Borrow");
    Borrow copy(other);  // first the new one: `other` may be this very Borrow
    std::swap(shared_, copy.shared_);
    taken_at_ = other.taken_at_;
    return *this;
    // END SOLUTION
  }

  ~Borrow() {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "stop referring to the value");
    release(shared_);
    // END SOLUTION
  }

  // Does the referent still live? It does not once its destructor has begun.
  [[nodiscard]] bool is_alive() const noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "tell whether the referent still lives");
    return shared_->is_alive;
    // END SOLUTION
  }

  // The referent. REQUIRES: it lives. Else asserts, and blames the line of the reset() that ended
  // it; if it ended in another way (a scope was left, the Owner was assigned to), C++ does not say
  // where that was, and the line where this Borrow was taken is blamed.
  T& operator*() const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give access to the referent, if it lives");
    return *live();
    // END SOLUTION
  }
  T* operator->() const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give access to a member of the referent, if it lives");
    return live();
    // END SOLUTION
  }

 private:
  template <class>
  friend class Borrow;
  template <class>
  friend class Owner;

  // How you refer to the value is up to you: what follows is one way, and so are its names.
  Shared* shared_ = nullptr;
  std::source_location taken_at_{};

  // BEGIN SOLUTION(1d)
  // STUB:
  Borrow(Shared* shared, const std::source_location& where) noexcept
      : shared_(shared), taken_at_(where) {
    ++shared_->holders;
  }

  template <class U>
  void hold(const Borrow<U>& other) noexcept {
    shared_ = other.shared_;
    taken_at_ = other.taken_at_;
    ++shared_->holders;  // 64 bits of them: no program lives to see it wrap
  }

  static void release(Shared* shared) noexcept {
    if (--shared->holders == 0) delete shared;
  }

  T* live() const {
    if (!shared_->is_alive) [[unlikely]] use_after_death();
    return std::addressof(shared_->value);
  }

  [[noreturn, gnu::cold, gnu::noinline]] void use_after_death() const {
    if (shared_->died_at.line() != 0)
      fail_assertion("a Borrow is not used after its Owner was reset", shared_->died_at);
    fail_assertion("a Borrow is not used after its Owner has died", taken_at_);
  }
  // END SOLUTION
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
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "make a T on the heap and an Owner of it");
    return Owner(new Referent<T>(std::forward<Arguments>(arguments)...));
    // END SOLUTION
  }

  // Takes the value over; it stays where it is, and Borrows of it stay good.
  // ENSURES: `other` may only be assigned to, reset or destroyed.
  Owner(Owner&& other) noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "take the value over from another Owner");
    shared_ = std::exchange(other.shared_, nullptr);
    // END SOLUTION
  }

  // Takes the value of `other` over; the one owned so far dies once the new one is in place.
  Owner& operator=(Owner other) noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "take the value over, and let the old one die");
    std::swap(shared_, other.shared_);
    return *this;
    // END SOLUTION
  }

  ~Owner() {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "destroy the value, and leave word to those who refer to it");
    if (shared_ != nullptr) end(std::exchange(shared_, nullptr));
    // END SOLUTION
  }

  // Destroys the value now. Does nothing if there is none.
  void reset(std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "destroy the value now, and note where");
    if (shared_ == nullptr) return;
    shared_->died_at = where;
    end(std::exchange(shared_, nullptr));
    // END SOLUTION
  }

  // The value. A const Owner gives const access. REQUIRES: there is one (asserts).
  T& operator*() {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give access to the value");
    return live()->value;
    // END SOLUTION
  }
  const T& operator*() const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give const access to the value");
    return live()->value;
    // END SOLUTION
  }
  T* operator->() {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give access to a member of the value");
    return std::addressof(**this);
    // END SOLUTION
  }
  const T* operator->() const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give const access to a member of the value");
    return std::addressof(**this);
    // END SOLUTION
  }

  // A reference to the value, that may be kept for as long as one likes. A const Owner gives one to
  // a const T. REQUIRES: there is a value (asserts). Cost: O(1), no allocation.
  [[nodiscard]] Borrow<T> borrow(std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give a reference that knows when the value dies");
    return Borrow<T>(live(where), where);
    // END SOLUTION
  }
  [[nodiscard]] Borrow<const T> borrow(
      std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give a const reference that knows when the value dies");
    return Borrow<const T>(live(where), where);
    // END SOLUTION
  }

 private:
  // How you hold the value is up to you, too.
  Referent<T>* shared_ = nullptr;  // null once moved from or reset

  // BEGIN SOLUTION(1d)
  // STUB:
  explicit Owner(Referent<T>* shared) noexcept : shared_(shared) {}

  Referent<T>* live(std::source_location where = std::source_location::current()) const {
    if (shared_ == nullptr) [[unlikely]]
      fail_assertion("an Owner is not used after it was moved from or reset", where);
    return shared_;
  }

  // The word goes out before the destructor begins, since that destructor may use a Borrow of its
  // own value; and the Owner still counts until it has ended, since that destructor may end the
  // last Borrow. (Mutants 1d-alive-while-dying, 1d-frees-while-dying.)
  static void end(Referent<T>* shared) noexcept {
    shared->is_alive = false;
    std::destroy_at(std::addressof(shared->value));
    Borrow<T>::release(shared);
  }
  // END SOLUTION
};

}  // namespace patina
