// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2g: RwLock<T>, a value that many may read at once and one may change.
//
// Interface:
//   RwLock<T> lock(value)
//   lock.read(), lock.write()                     a ReadGuard, a WriteGuard; wait for their turn
//   lock.try_read(), lock.try_write()             the same, or nothing; never wait
//   lock.try_read_for(d), try_read_until(t)       the same, or nothing if the time ran out
//   lock.try_write_for(d), try_write_until(t)
//   std::move(write_guard).downgrade()            a ReadGuard; nobody writes in between
//   lock.get_mut(), std::move(lock).into_inner()  without locking, for who has it alone
//
// There is no poison here: a Mutex (task 2b) shows how that goes, and parking_lot does without.
// A writer that an exception throws out leaves the value as it was at that moment.
// Invariants: those of RawRwLock, whose rules about who waits for whom hold here.
// Thread rule: a RwLock<T> is Send iff T is, and Sync iff T is Send and Sync: readers share one T.
// Guards stay in their thread. A ReadGuard and a WriteGuard are Sync iff T is.
// See also: Rust's std::sync::RwLock; parking_lot::RwLock; folly::Synchronized.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/raw_rwlock.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/send.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class RwLock;

// The right to read, until it dies. Given.
template <class T>
class [[nodiscard]] ReadGuard {
 public:
  // ENSURES: `other` may only be assigned to or destroyed.
  ReadGuard(ReadGuard&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
  ReadGuard& operator=(ReadGuard&& other) noexcept {
    ReadGuard taken(std::move(other));
    std::swap(lock_, taken.lock_);
    return *this;
  }
  ~ReadGuard() {
    if (lock_ != nullptr) lock_->raw_.unlock_read();
  }

  // REQUIRES: not moved from (asserts). Of a guard that dies with this very expression there is no
  // reference to be had, but lock.read()->size() is over before it dies.
  const T& operator*() const& {
    PATINA_ASSERT(lock_ != nullptr, "a ReadGuard is not used after it was moved from");
    return lock_->value_.read();
  }
  const T& operator*() const&& = delete;
  const T* operator->() const { return std::addressof(**this); }

  PATINA_UNSAFE_SYNC(ReadGuard, Sync<T>);

 private:
  friend class RwLock<T>;
  template <class U>
  friend class WriteGuard;
  explicit ReadGuard(const RwLock<T>& lock) noexcept : lock_(&lock) {}

  const RwLock<T>* lock_;  // null once moved from
};

// The right to write, until it dies. Given.
template <class T>
class [[nodiscard]] WriteGuard {
 public:
  WriteGuard(WriteGuard&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
  WriteGuard& operator=(WriteGuard&& other) noexcept {
    WriteGuard taken(std::move(other));
    std::swap(lock_, taken.lock_);
    return *this;
  }
  ~WriteGuard() {
    if (lock_ != nullptr) lock_->raw_.unlock_write();
  }

  T& operator*() & { return lock().value_.write(); }
  const T& operator*() const& { return lock().value_.read(); }
  const T& operator*() const&& = delete;
  T* operator->() { return std::addressof(**this); }
  const T* operator->() const { return std::addressof(**this); }

  // From writing to reading: others may read from now on, and nobody has written in between.
  [[nodiscard]] ReadGuard<T> downgrade() && {
    lock().raw_.downgrade();
    return ReadGuard<T>(*std::exchange(lock_, nullptr));
  }

  PATINA_UNSAFE_SYNC(WriteGuard, Sync<T>);

 private:
  friend class RwLock<T>;
  explicit WriteGuard(const RwLock<T>& lock) noexcept : lock_(&lock) {}
  const RwLock<T>& lock() const {
    PATINA_ASSERT(lock_ != nullptr, "a WriteGuard is not used after it was moved from");
    return *lock_;
  }

  const RwLock<T>* lock_;  // null once moved from
};

template <class T>
class RwLock {
  static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                "a RwLock guards one value that changes; a reference would let others in");

 public:
  explicit RwLock(T value) : value_(std::move(value)) {}
  template <class... Arguments>
    requires std::is_constructible_v<T, Arguments...>
  explicit RwLock(std::in_place_t, Arguments&&... arguments)
      : value_(std::forward<Arguments>(arguments)...) {}
  RwLock(const RwLock&) = delete;
  RwLock& operator=(const RwLock&) = delete;
  // REQUIRES: no guard is alive.
  ~RwLock() = default;

  [[nodiscard]] ReadGuard<T> read() const {
    raw_.lock_read();
    return ReadGuard<T>(*this);
  }
  [[nodiscard]] WriteGuard<T> write() const {
    raw_.lock_write();
    return WriteGuard<T>(*this);
  }

  [[nodiscard]] std::optional<ReadGuard<T>> try_read() const {
    return guard_if<ReadGuard<T>>(raw_.try_lock_read());
  }
  [[nodiscard]] std::optional<WriteGuard<T>> try_write() const {
    return guard_if<WriteGuard<T>>(raw_.try_lock_write());
  }
  [[nodiscard]] std::optional<ReadGuard<T>> try_read_until(rt::clock::time_point deadline) const {
    return guard_if<ReadGuard<T>>(raw_.lock_read_until(deadline));
  }
  [[nodiscard]] std::optional<WriteGuard<T>> try_write_until(rt::clock::time_point deadline) const {
    return guard_if<WriteGuard<T>>(raw_.lock_write_until(deadline));
  }
  [[nodiscard]] std::optional<ReadGuard<T>> try_read_for(rt::clock::duration time) const {
    return try_read_until(rt::clock::now() + time);
  }
  [[nodiscard]] std::optional<WriteGuard<T>> try_write_for(rt::clock::duration time) const {
    return try_write_until(rt::clock::now() + time);
  }

  // REQUIRES: no guard is alive (asserts).
  T& get_mut() {
    PATINA_ASSERT(!raw_.is_locked(), "who has a RwLock alone has no guard of it either");
    return value_.write();
  }
  [[nodiscard]] T into_inner() && { return std::move(get_mut()); }

 private:
  friend class ReadGuard<T>;
  friend class WriteGuard<T>;

  template <class Guard>
  std::optional<Guard> guard_if(bool is_inside) const {
    if (!is_inside) return std::nullopt;
    return Guard(*this);
  }

  mutable RawRwLock raw_;
  mutable rt::cell<T> value_;

  // BEGIN SOLUTION(2g)
  // STUB:
  // Readers in several threads use one T at once: it must be Sync, which a Mutex does not ask.
  // (Mutant 2g-rwlock-asks-send-only.)
  PATINA_UNSAFE_SEND(RwLock, Send<T>);
  PATINA_UNSAFE_SYNC(RwLock, Send<T> && Sync<T>);
  // END SOLUTION
};

template <class T>
RwLock(T) -> RwLock<T>;

}  // namespace patina
