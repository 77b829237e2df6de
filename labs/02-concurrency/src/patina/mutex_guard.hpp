// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2b: MutexGuard<T>, the right to use what a Mutex<T> guards, and the errors that hold one.
//
// Interface:
//   *guard, guard->member      the value, while the guard lives; const through a const guard
//   PoisonError<T>             std::move(error).into_guard(): the guard, all the same
//   TryLockError<T>            is_would_block(), or is_poisoned() with into_guard() as above
//
// Invariants: of one Mutex there is at most one live guard. It gives the lock back when it dies,
// once, also if it was moved; and if it is an exception that kills it, the Mutex is poisoned first.
// An exception that was under way before the lock was taken is no reason: a destructor that runs
// because of it may lock and unlock as it likes.
// Thread rule: a guard stays in its thread: never Send. It is Sync iff T is.
// See also: patina/mutex.hpp; N4152, uncaught_exceptions; Rust's std::sync::poison.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread_safety.hpp>
#include <patina/rt/unwinding.hpp>
#include <patina/send.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace patina {

template <class T>
class Mutex;
class Condvar;

template <class T>
class [[nodiscard]] MutexGuard {
 public:
  // ENSURES: `other` may only be assigned to or destroyed.
  MutexGuard(MutexGuard&& other) noexcept {
    not_implemented("2b", "take over the duty to unlock");
  }
  // Gives back what this guard held, then takes over what `other` holds.
  MutexGuard& operator=(MutexGuard&& other) noexcept {
    not_implemented("2b", "unlock, and take over the duty to unlock");
  }

  ~MutexGuard() {
    not_implemented("2b", "poison if an exception passes, and unlock");
  }

  // The value. REQUIRES: not moved from (asserts). Of a guard that dies with this very expression
  // there is no reference to be had: it would be one to what nobody guards.
  T& operator*() & {
    not_implemented("2b", "give access to the value");
  }
  const T& operator*() const& {
    not_implemented("2b", "give const access to the value");
  }
  T* operator->() & { return std::addressof(**this); }
  const T* operator->() const& { return std::addressof(**this); }
  const T& operator*() const&& = delete;
  const T* operator->() const&& = delete;

 private:
  friend class Mutex<T>;
  friend class Condvar;

  // The lock is held by this thread already.
  explicit MutexGuard(const Mutex<T>& mutex) noexcept : mutex_(&mutex) {
  }

  const Mutex<T>* mutex_ = nullptr;  // null once moved from
  int uncaught_at_lock_ = 0;         // how many exceptions were under way

};

// The Mutex was poisoned. It is locked all the same, and this holds the guard. Given.
template <class T>
class PoisonError {
 public:
  explicit PoisonError(MutexGuard<T> guard) noexcept : guard_(std::move(guard)) {}
  [[nodiscard]] MutexGuard<T> into_guard() && noexcept { return std::move(guard_); }

 private:
  MutexGuard<T> guard_;
};

// Why try_lock gave no guard: it would have had to wait, or the Mutex was poisoned. Given.
template <class T>
class TryLockError {
 public:
  TryLockError() noexcept = default;  // would block
  explicit TryLockError(PoisonError<T> poison) noexcept : poison_(std::move(poison)) {}

  bool is_would_block() const noexcept { return !poison_.has_value(); }
  bool is_poisoned() const noexcept { return poison_.has_value(); }
  // REQUIRES: is_poisoned() (asserts).
  [[nodiscard]] MutexGuard<T> into_guard() && noexcept {
    PATINA_ASSERT(poison_.has_value(), "who would have had to wait has no guard");
    return std::move(*poison_).into_guard();
  }

 private:
  std::optional<PoisonError<T>> poison_;
};

}  // namespace patina
