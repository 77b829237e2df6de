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
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "take over the duty to unlock");
    mutex_ = std::exchange(other.mutex_, nullptr);
    uncaught_at_lock_ = other.uncaught_at_lock_;
    // END SOLUTION
  }
  // Gives back what this guard held, then takes over what `other` holds.
  MutexGuard& operator=(MutexGuard&& other) noexcept {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "unlock, and take over the duty to unlock");
    MutexGuard taken(std::move(other));
    std::swap(mutex_, taken.mutex_);
    std::swap(uncaught_at_lock_, taken.uncaught_at_lock_);
    return *this;
    // END SOLUTION
  }

  ~MutexGuard() {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "poison if an exception passes, and unlock");
    if (mutex_ != nullptr) give_back();
    // END SOLUTION
  }

  // The value. REQUIRES: not moved from (asserts). Of a guard that dies with this very expression
  // there is no reference to be had: it would be one to what nobody guards.
  T& operator*() & {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "give access to the value");
    return mutex().value_.write();
    // END SOLUTION
  }
  const T& operator*() const& {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "give const access to the value");
    return mutex().value_.read();
    // END SOLUTION
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
    // BEGIN SOLUTION(2b)
    // STUB:
    uncaught_at_lock_ = rt::uncaught_exceptions();
    // END SOLUTION
  }

  const Mutex<T>* mutex_ = nullptr;  // null once moved from
  int uncaught_at_lock_ = 0;         // how many exceptions were under way

  // BEGIN SOLUTION(2b)
  // STUB:
  const Mutex<T>& mutex() const {
    PATINA_ASSERT(mutex_ != nullptr, "a MutexGuard is not used after it was moved from");
    return *mutex_;
  }

  // One exception more than at the lock: it is throwing us out. (Mutants 2b-never-poisons,
  // 2b-poisons-while-unwinding.) Told before the unlock, or the next holder would not hear of it.
  // (Mutant 2b-poisons-after-unlock.)
  void give_back() noexcept PATINA_UNCHECKED_LOCKING {
    if (rt::uncaught_exceptions() > uncaught_at_lock_) [[unlikely]] {
      mutex_->poisoned_.store(true, rt::memory_order_relaxed);
    }
    std::exchange(mutex_, nullptr)->raw_.unlock();
  }

  PATINA_UNSAFE_SYNC(MutexGuard, Sync<T>);
  // END SOLUTION
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
