// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2b: Mutex<T>, a value and the lock that guards it, in one.
//
// Interface:
//   Mutex<T> mutex(value), mutex(std::in_place, arguments...)
//   mutex.lock()             a Result: the guard, or a PoisonError that has the guard inside
//   mutex.try_lock()         the same without waiting; its TryLockError may be "would block"
//   mutex.with(f)            f(T&) under the lock, and its answer; asserts if poisoned
//   mutex.is_poisoned(), clear_poison()
//   mutex.get_mut(), std::move(mutex).into_inner()    without locking, for who has it alone
//   *guard, guard->member    the value; the lock is given back when the guard dies
//
// Invariants: the value is reached by the one live guard only. A holder that an exception threw out
// may have left the value half changed: then the Mutex is poisoned, and everyone after him is told.
// lock() is const, because all who share a Mutex see it const: through an Arc, say. Whoever holds
// the guard is alone with the value, whatever the constness of the Mutex.
// PATINA_UNCHECKED_LOCKING stands where a lock moves into a guard, which clang cannot follow.
// Thread rule: a Mutex<T> is Send and Sync iff T is Send: one thread at a time has the value.
// A guard is never Send: it is given back where it was taken. It is Sync iff T is.
// See also: patina/raw_mutex.hpp; Rust's std::sync::Mutex; P0290 synchronized_value.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/mutex_guard.hpp>
#include <patina/raw_mutex.hpp>
#include <patina/result.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <concepts>
#include <functional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Mutex {
  static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                "a Mutex guards one value that changes; a reference would let others in");

 public:
  using value_type = T;

  Mutex()
    requires std::default_initializable<T>
  = default;
  explicit Mutex(T value)
    requires std::move_constructible<T>
      : value_(std::move(value)) {}
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  explicit Mutex(std::in_place_t, Arguments&&... arguments)
      : value_(std::forward<Arguments>(arguments)...) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // REQUIRES: no guard is alive (asserts): it would guard what is gone.
  ~Mutex() {
  }

  // Waits for its turn. Answers with the guard, or, if the Mutex is poisoned, with an error that
  // holds the guard: who knows how to mend the value can go on, all others can't by accident.
  [[nodiscard]] Result<MutexGuard<T>, PoisonError<T>> lock() const PATINA_UNCHECKED_LOCKING {
    not_implemented("2b", "take the lock, and say whether the value is poisoned");
  }

  // The same if the lock is free, and would_block if it is not.
  [[nodiscard]] Result<MutexGuard<T>, TryLockError<T>> try_lock() const PATINA_UNCHECKED_LOCKING {
    not_implemented("2b", "take the lock if it is free");
  }

  // f(T&) under the lock, and its answer by value. REQUIRES: not poisoned (asserts).
  template <std::invocable<T&> F>
  auto with(F&& f, std::source_location where = std::source_location::current()) const {
    not_implemented("2b", "call f with the value, under the lock");
    return std::invoke(std::forward<F>(f), value_.write());
  }

  // Was a guard destroyed by an exception that passed through its scope, and nobody has said since
  // that the value is good again? Without the lock the answer may be old.
  bool is_poisoned() const noexcept {
    not_implemented("2b", "say whether a holder was thrown out");
  }
  void clear_poison() const noexcept {
    not_implemented("2b", "the value is good again");
  }

  // The value, poisoned or not, for who has the Mutex alone and needs no lock: an Arc's get_mut
  // gives such a Mutex. REQUIRES: no guard is alive (asserts).
  T& get_mut(std::source_location where = std::source_location::current()) {
    not_implemented("2b", "give access without locking");
  }
  [[nodiscard]] T into_inner(std::source_location where = std::source_location::current()) &&
    requires std::move_constructible<T>
  {
    return std::move(get_mut(where));
  }

 private:
  friend class MutexGuard<T>;
  friend class Condvar;

  // One way of holding it. An rt::cell is a plain T, and in the explorer one that notices who
  // touches it without having the lock.
  mutable RawMutex raw_;
  mutable rt::atomic<bool> poisoned_{false};
  mutable rt::cell<T> value_;

};

template <class T>
Mutex(T) -> Mutex<T>;

}  // namespace patina
