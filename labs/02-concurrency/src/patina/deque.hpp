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
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/steal.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace patina {

// Your Pool uses the deque as soon as this says that it is there.
inline constexpr bool deque_is_there = false;

// Places for `capacity` items, a power of two; place `index` is that of every index which is equal
// to it modulo the capacity. Given. The places are atomic because a thief may read one that the
// owner is writing; it then finds that it was too late, and throws away what it read.
template <class T>
class DequeRing {
 public:
  explicit DequeRing(std::size_t capacity)
      : places_(std::make_unique<rt::atomic<T*>[]>(capacity)), mask_(capacity - 1) {
    PATINA_ASSERT((capacity & mask_) == 0, "the size of a ring is a power of two");
  }

  std::int64_t capacity() const { return static_cast<std::int64_t>(mask_) + 1; }
  T* get(std::int64_t index) const { return place(index).load(rt::memory_order_relaxed); }
  void put(std::int64_t index, T* item) { place(index).store(item, rt::memory_order_relaxed); }

 private:
  rt::atomic<T*>& place(std::int64_t index) const {
    return places_[static_cast<std::size_t>(index) & mask_];
  }

  std::unique_ptr<rt::atomic<T*>[]> places_;
  std::size_t mask_;
};

template <class T>
class Deque {
 public:
  // Room for `capacity` items at first, a power of two. It grows.
  explicit Deque(std::size_t capacity = 64) : capacity_(static_cast<std::int64_t>(capacity)) {
    rings_.push_back(std::make_unique<DequeRing<T>>(capacity));
    ring_.store(rings_.back().get(), rt::memory_order_relaxed);
  }
  Deque(const Deque&) = delete;
  Deque& operator=(const Deque&) = delete;

  // ENSURES: what happened before the push happens before the steal that gets `item`.
  void push(T* item) {
    not_implemented("2i", "push at the bottom");
  }

  // The newest item, or null. Only the last one is fought for: by a compare and swap of top.
  T* pop() {
    not_implemented("2i", "pop the newest at the bottom");
  }

  // The oldest item; empty if there is none; retry if somebody else took it just now.
  Steal<T> steal() {
    not_implemented("2i", "steal the oldest at the top");
  }

 private:
  // How you hold it is up to you: this is one way.
  alignas(128) rt::atomic<std::int64_t> top_{0};     // written by thieves
  alignas(128) rt::atomic<std::int64_t> bottom_{0};  // written by the owner, as are those below
  rt::atomic<DequeRing<T>*> ring_{nullptr};
  std::vector<std::unique_ptr<DequeRing<T>>> rings_;
  std::int64_t capacity_;      // of the last ring
  std::int64_t top_seen_ = 0;  // top, as the owner saw it last

};

}  // namespace patina
