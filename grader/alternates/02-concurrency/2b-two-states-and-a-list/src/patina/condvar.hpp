// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2b: a queue of those that wait, each asleep on a word of its own, which is
// on its own stack. A notification takes the first out of the queue and marks its word.
#pragma once

#include <patina/mutex.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread_safety.hpp>
#include <patina/send.hpp>

#include <concepts>
#include <cstdint>
#include <functional>

namespace patina {

class Condvar {
 public:
  Condvar() noexcept = default;
  Condvar(const Condvar&) = delete;
  Condvar& operator=(const Condvar&) = delete;

  template <class T>
  void wait(MutexGuard<T>& guard) const {
    static_cast<void>(wait_until(guard, rt::clock::time_point::max()));
  }

  template <class T, std::predicate<T&> Predicate>
  void wait_while(MutexGuard<T>& guard, Predicate predicate) const {
    while (std::invoke(predicate, *guard)) wait(guard);
  }

  template <class T>
  [[nodiscard]] bool wait_until(MutexGuard<T>& guard, rt::clock::time_point deadline) const
      PATINA_UNCHECKED_LOCKING {
    const auto& mutex = guard.mutex();
    Waiter self;
    append(self);  // while the lock is held: who notifies later finds it
    mutex.raw_.unlock();
    while (self.is_told.load(rt::memory_order_acquire) == 0) {
      const bool is_timed = deadline != rt::clock::time_point::max();
      const bool is_in_time = is_timed ? rt::park_until(self.is_told, 0, deadline)
                                       : (rt::park(self.is_told, 0), true);
      if (!is_in_time) break;
    }
    const bool has_run_out = remove(self);  // true iff nobody has taken it out
    mutex.raw_.lock();
    return has_run_out;
  }

  void notify_one() const noexcept { take_first(); }
  void notify_all() const noexcept {
    while (take_first()) {
    }
  }

 private:
  struct Waiter {
    rt::atomic<std::uint32_t> is_told{0};
    rt::cell<Waiter*> next{nullptr};
  };

  void append(Waiter& self) const PATINA_UNCHECKED_LOCKING {
    queue_.lock();
    rt::cell<Waiter*>* place = &first_;
    while (place->get() != nullptr) place = &place->get()->next;
    place->set(&self);
    queue_.unlock();
  }

  bool remove(Waiter& self) const PATINA_UNCHECKED_LOCKING {
    queue_.lock();
    rt::cell<Waiter*>* place = &first_;
    while (place->get() != nullptr && place->get() != &self) place = &place->get()->next;
    const bool was_there = place->get() != nullptr;
    if (was_there) place->set(self.next.get());
    queue_.unlock();
    return was_there;
  }

  bool take_first() const noexcept PATINA_UNCHECKED_LOCKING {
    queue_.lock();
    Waiter* const first = first_.get();
    if (first != nullptr) {
      first_.set(first->next.get());
      first->is_told.store(1, rt::memory_order_release);
      rt::unpark_one(first->is_told);  // it can't leave before the queue is unlocked
    }
    queue_.unlock();
    return first != nullptr;
  }

  mutable RawMutex queue_;
  mutable rt::cell<Waiter*> first_{nullptr};

  PATINA_UNSAFE_SEND(Condvar, true);
  PATINA_UNSAFE_SYNC(Condvar, true);
};

}  // namespace patina
