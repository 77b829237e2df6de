// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2i: Deque<T>, the queue of work of Chase and Lev: its owner takes no lock, and hardly waits.
//
// Interface, of a Deque<T> of addresses of T:
//   push(item)              at the bottom; for the owner alone
//   pop() -> T*             from the bottom, the newest, or null; for the owner alone
//   steal() -> Steal<T>     from the top, the oldest; for anybody
//   deque_is_there          true: a Pool (task 2d) uses it in place of the given StealQueue
//
// Invariants: top <= bottom except for a moment in pop; top never goes back, so that a thief's
// compare and swap fails iff somebody took what it looked at; the items stand at the places
// top .. bottom - 1 of a ring whose size is a power of two. A ring that grew is kept until the
// deque dies: a thief may still be reading it. All rings together are at most twice the last one.
// Each item that was pushed is given out once, by pop or by steal.
// Thread rule: push and pop by one thread at a time, the owner; steal by any. Destroyed when nobody
// uses it any more.
// See also: Chase, Lev, "Dynamic circular work-stealing deque", SPAA 2005; Le, Pop, Cohen, Zappa
// Nardelli, "Correct and efficient work-stealing for weak memory models", PPoPP 2013.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/steal.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace patina {

// Your Pool uses the deque as soon as this says that it is there.
inline constexpr bool deque_is_there = true;

// Places for `capacity` items, a power of two; the ring before lives as long as this one.
template <class T>
class DequeRing {
 public:
  DequeRing(std::size_t capacity, std::unique_ptr<DequeRing> before)
      : before_(std::move(before)),
        places_(std::make_unique<rt::atomic<T*>[]>(capacity)),
        capacity_(static_cast<std::int64_t>(capacity)) {
    PATINA_ASSERT((capacity & (capacity - 1)) == 0, "the size of a ring is a power of two");
  }

  std::int64_t capacity() const { return capacity_; }
  T* get(std::int64_t index) const { return place(index).load(rt::memory_order_relaxed); }
  void put(std::int64_t index, T* item) { place(index).store(item, rt::memory_order_relaxed); }

 private:
  rt::atomic<T*>& place(std::int64_t index) const {
    return places_[static_cast<std::size_t>(index % capacity_)];
  }

  std::unique_ptr<DequeRing> before_;
  std::unique_ptr<rt::atomic<T*>[]> places_;
  std::int64_t capacity_;
};

template <class T>
class Deque {
  using Ring = DequeRing<T>;

 public:
  explicit Deque(std::size_t capacity = 64)
      : last_(std::make_unique<Ring>(capacity, nullptr)), ring_(last_.get()) {}
  Deque(const Deque&) = delete;
  Deque& operator=(const Deque&) = delete;

  // ENSURES: what happened before the push happens before the steal that gets `item`.
  void push(T* item) {
    const std::int64_t bottom = bottom_.load(rt::memory_order_relaxed);
    const std::int64_t top = top_.load(rt::memory_order_acquire);
    if (4 * (bottom + 1 - top) > 3 * last_->capacity()) grow(top, bottom);
    last_->put(bottom, item);
    bottom_.store(bottom + 1, rt::memory_order_release);
  }

  T* pop() {
    const std::int64_t bottom = bottom_.load(rt::memory_order_relaxed) - 1;
    // One order of all these: either a thief that looks after this sees the lower bottom, or the
    // load of top sees what the thief took.
    bottom_.store(bottom, rt::memory_order_seq_cst);
    std::int64_t top = top_.load(rt::memory_order_seq_cst);
    if (bottom > top) return last_->get(bottom);
    T* item = nullptr;
    if (bottom == top && top_.compare_exchange_strong(top, top + 1, rt::memory_order_seq_cst))
      item = last_->get(bottom);
    bottom_.store(bottom + 1, rt::memory_order_release);
    return item;
  }

  Steal<T> steal() {
    std::int64_t top = top_.load(rt::memory_order_seq_cst);
    const std::int64_t bottom = bottom_.load(rt::memory_order_seq_cst);
    if (top >= bottom) return Steal<T>::empty();
    T* const item = ring_.load(rt::memory_order_acquire)->get(top);
    if (!top_.compare_exchange_strong(top, top + 1, rt::memory_order_seq_cst))
      return Steal<T>::retry();
    return Steal<T>::success(item);
  }

 private:
  void grow(std::int64_t top, std::int64_t bottom) {
    const Ring& old = *last_;
    auto larger =
        std::make_unique<Ring>(static_cast<std::size_t>(4 * old.capacity()), std::move(last_));
    for (std::int64_t i = top; i < bottom; ++i) larger->put(i, old.get(i));
    last_ = std::move(larger);
    ring_.store(last_.get(), rt::memory_order_release);
  }

  std::unique_ptr<Ring> last_;  // the owner's
  rt::atomic<Ring*> ring_;      // the same, for thieves
  rt::atomic<std::int64_t> top_{0};
  rt::atomic<std::int64_t> bottom_{0};
};

}  // namespace patina
