// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How other threads hand woken tasks to an executor: the slow way in, beside its run queue.
//
// Interface:
//   inbox->push(item)          from any thread: queues it and interrupts the driver
//   inbox->drain(queue)        from the executor: lets the driver look, then moves everything that
//                              came to the end of `queue`
//   inbox->close()             nothing goes in any more; the driver is not touched again
//   inbox->is_current()        is this thread inside a run of this inbox's executor?
//   Inbox<Item>::Run run(*inbox)   says so for a scope
//
// A waker in another thread may outlive the executor, so the inbox is counted, and the lock is held
// while the driver is interrupted: after close() no thread is inside the driver.
// Thread rule: as said at each.
#pragma once

#include <patina/async/driver.hpp>
#include <patina/async/intrusive.hpp>
#include <patina/async/waker.hpp>
#include <patina/base/assert.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>

#include <mutex>

namespace patina {

template <class Item>
class Inbox final : public Counted {
 public:
  explicit Inbox(Driver& driver) : driver_(driver), state_(State{&driver, {}}) {}

  void push(Item& item) noexcept {
    const std::lock_guard lock(mutex_);
    state_.with_mut([&](State& state) {
      if (state.driver == nullptr) return;
      state.queue.push(item);
      has_mail_.store(true, rt::memory_order_release);
      state.driver->interrupt();
    });
  }

  void drain(IntrusiveQueue<Item>& queue) {
    driver_.look();
    if (!has_mail_.load(rt::memory_order_acquire)) return;
    const std::lock_guard lock(mutex_);
    has_mail_.store(false, rt::memory_order_relaxed);
    state_.with_mut([&](State& state) { queue.append(state.queue); });
  }

  void close() noexcept {
    const std::lock_guard lock(mutex_);
    state_.with_mut([](State& state) { state = State{nullptr, {}}; });
  }

  bool is_current() const noexcept { return Current::get() == this; }

  class Run {
   public:
    explicit Run(const Inbox& inbox) {
      PATINA_ASSERT(Current::get() == nullptr,
                    "a task does not block on an executor: it would block all tasks of its thread");
      Current::get() = &inbox;
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() { Current::get() = nullptr; }
  };

 private:
  struct CurrentTag;
  using Current = rt::fiber_local<const void*, CurrentTag>;
  struct State {
    Driver* driver;  // null: closed
    IntrusiveQueue<Item> queue;
  };

  Driver& driver_;                   // for the executor; other threads ask the state
  rt::atomic<bool> has_mail_{false};  // spares the executor the lock when nothing came
  rt::mutex mutex_;
  rt::cell<State> state_;
};

}  // namespace patina
