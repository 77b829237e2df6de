// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Alternate 2k-tickets-and-a-condition: who waits has a ticket; the lock belongs to a ticket.
#pragma once

#include <patina/async/context.hpp>
#include <patina/base/assert.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/send.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace patina {

namespace detail {

using Ticket = std::uint64_t;  // 0: none

class FairLock {
 public:
  bool try_acquire() {
    const std::lock_guard lock(mutex_);
    return state_.with_mut([](State& state) { return take_if_free(state) != 0; });
  }

  bool poll_acquire(Ticket& ticket, const Waker& waker) {
    Waker old;
    const std::lock_guard lock(mutex_);
    return state_.with_mut([&](State& state) {
      if (ticket == 0 && (ticket = take_if_free(state)) != 0) return true;
      if (ticket == 0) ticket = ++state.last;
      if (ticket == state.owner) return true;
      old = std::exchange(state.waiting[ticket], waker.clone());
      return false;
    });
  }

  // A future is dropped, or a guard: whichever had this ticket.
  void give_up(Ticket ticket) noexcept {
    Waker next;
    Waker own;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) {
        if (ticket == state.owner) {
          next = pass_on(state);
        } else if (auto node = state.waiting.extract(ticket)) {
          own = std::move(node.mapped());
        }
      });
    }
    next.wake();
  }
  void release() noexcept {
    Waker next;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) { next = pass_on(state); });
    }
    next.wake();
  }

 private:
  struct State {
    Ticket last = 0;
    Ticket owner = 0;  // 0: free
    std::map<Ticket, Waker> waiting;
  };
  static Ticket take_if_free(State& state) {
    if (state.owner != 0) return 0;
    return state.owner = ++state.last;
  }
  static Waker pass_on(State& state) noexcept {
    state.owner = 0;
    if (state.waiting.empty()) return {};
    auto node = state.waiting.extract(state.waiting.begin());
    state.owner = node.key();
    return std::move(node.mapped());
  }

  rt::mutex mutex_;
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
  AsyncLocking(AsyncLocking&& other) noexcept
      : mutex_(other.mutex_), ticket_(std::exchange(other.ticket_, 0)) {}
  AsyncLocking& operator=(AsyncLocking&&) = delete;
  ~AsyncLocking() {
    if (mutex_ != nullptr && ticket_ != 0) mutex_->lock_.give_up(ticket_);
  }

  Poll<AsyncGuard<T>> poll(Context& context) {
    if (!mutex_->lock_.poll_acquire(ticket_, context.waker())) return Pending{};
    ticket_ = 0;
    return AsyncGuard<T>(*mutex_);
  }

 private:
  AsyncMutex<T>* mutex_;
  detail::Ticket ticket_ = 0;

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
