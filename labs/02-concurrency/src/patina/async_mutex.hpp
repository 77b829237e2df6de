// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, first part: a lock for which tasks wait, and not their threads.
//
// Interface:
//   AsyncMutex<T> mutex(value)
//   auto guard = co_await mutex.lock();   waits without blocking the thread; *guard, guard->
//   mutex.try_lock()                      std::optional<AsyncGuard<T>>, at once
//
// Contract:
//   - who asks first has it first: in the order of the first polls, and nobody who comes later gets
//     in between, by try_lock neither;
//   - a guard that dies hands the lock to the next in line. From then on it is that one's, although
//     it has not been polled yet;
//   - a future that is dropped gives its place in line up, and the lock if it has got it: the next
//     one has it then, and is woken;
//   - of several polls the latest Waker is woken; nobody is woken, and no Waker
//     destroyed, while a lock is held inside.
//
// The mutex outlives its guards and futures. Unlike a MutexGuard, a guard may be held across a
// co_await and go to another thread with its task: Send iff T is.
// Thread rule: futures and guards in any thread, each in one at a time.
// See also: tokio::sync::Mutex; futures::lock::Mutex.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/short_lock.hpp>
#include <patina/async/wait_list.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace patina {

namespace detail {

// The lock alone. It is taken from when it is acquired or handed over until it is released.
class FairLock {
 public:
  bool try_acquire() {
    not_implemented("2k", "take the lock if it is free");
  }

  // Has the caller the lock now? Else its turn, which is null before the first call, stands in line
  // and keeps `waker`.
  bool poll_acquire(std::unique_ptr<Turn>& turn, const Waker& waker) {
    static_cast<void>(turn);
    static_cast<void>(waker);
    not_implemented("2k", "take the lock if free, else stand in line with this Waker");
  }

  // A future is dropped whose turn this was.
  void give_up(Turn& turn) noexcept {
    static_cast<void>(turn);
    not_implemented("2k", "leave the line; or pass on what was handed over");
  }

  void release() noexcept {
    not_implemented("2k", "hand the lock to the next in line, or set it free");
  }

 private:
  struct State {
    bool is_taken = false;
    WaitList<Turn> line;  // empty unless taken
  };
  ShortLock mutex_;  // held for a few instructions, and never while anybody is woken
  rt::cell<State> state_;
};

}  // namespace detail

template <class T>
class AsyncMutex;

template <class T>
class [[nodiscard]] AsyncGuard {
 public:
  AsyncGuard(AsyncGuard&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
  AsyncGuard& operator=(AsyncGuard other) noexcept {
    std::swap(mutex_, other.mutex_);
    return *this;
  }
  ~AsyncGuard() {
    if (mutex_ != nullptr) mutex_->lock_.release();
  }

  T& operator*() const {
    PATINA_ASSERT(mutex_ != nullptr, "a guard that was moved from guards nothing");
    return mutex_->value_.write();
  }
  T* operator->() const { return &**this; }

 private:
  friend class AsyncMutex<T>;
  template <class>
  friend class AsyncLocking;
  explicit AsyncGuard(AsyncMutex<T>& mutex) noexcept : mutex_(&mutex) {}

  AsyncMutex<T>* mutex_;  // null: moved from

  PATINA_UNSAFE_SEND(AsyncGuard, Send<T>);
};

template <class T>
class [[nodiscard]] AsyncLocking {
 public:
  explicit AsyncLocking(AsyncMutex<T>& mutex) noexcept : mutex_(&mutex) {}
  AsyncLocking(AsyncLocking&&) noexcept = default;
  AsyncLocking& operator=(AsyncLocking&&) = delete;
  ~AsyncLocking() {
    if (turn_) mutex_->lock_.give_up(*turn_);
  }

  Poll<AsyncGuard<T>> poll(Context& context) {
    if (!mutex_->lock_.poll_acquire(turn_, context.waker())) return Pending{};
    turn_.reset();
    return AsyncGuard<T>(*mutex_);
  }

 private:
  AsyncMutex<T>* mutex_;
  std::unique_ptr<Turn> turn_;  // null: does not stand in line, nor was given the lock

  PATINA_UNSAFE_SEND(AsyncLocking, Send<T>);
};

template <class T>
class AsyncMutex {
 public:
  explicit AsyncMutex(T value = T()) : value_(std::move(value)) {}

  AsyncLocking<T> lock() noexcept { return AsyncLocking<T>(*this); }
  std::optional<AsyncGuard<T>> try_lock() {
    if (!lock_.try_acquire()) return std::nullopt;
    return AsyncGuard<T>(*this);
  }

 private:
  friend class AsyncGuard<T>;
  friend class AsyncLocking<T>;
  detail::FairLock lock_;
  rt::cell<T> value_;  // of who has the lock

  PATINA_UNSAFE_SEND(AsyncMutex, Send<T>);
  PATINA_UNSAFE_SYNC(AsyncMutex, Send<T>);
};

}  // namespace patina
