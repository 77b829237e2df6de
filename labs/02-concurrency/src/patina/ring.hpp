// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2e: Ring<T>, a bounded queue for many producers and many consumers, without a lock.
//
// Interface:
//   Ring<T> ring(8)              room for exactly 8 values; any number from 1 on
//   ring.push(value)             a Result: nothing, or the value again if there was no room
//   ring.pop()                   the oldest value, or nothing if there was none
//   ring.len(), is_empty(), is_full(), capacity()
//
// Contract:
//   - every value that was pushed is popped once, or destroyed with the ring; those of one producer
//     are popped in the order in which it pushed them;
//   - what a producer did before its push happens before what the consumer does that pops the
//     value; what a consumer did to a place happens before the next push into it;
//   - "full", "empty" and len() are true of one moment between the call and its answer, in one
//     order of all calls that all threads agree on. So who has popped finds room, and who has
//     pushed finds a value, unless somebody else took it; however long another thread stands still
//     in mid-push.
// A push or pop that finds its place in use by a call that is under way waits for that call; it
// waits for nobody else. (Strictly, that is not lock-free: the chapter says why nobody minds.)
// Thread rule: any thread may call anything but the constructor and the destructor. A Ring is Send
// and Sync iff T is Send.
// See also: Dmitry Vyukov, Bounded MPMC queue; crossbeam's ArrayQueue.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

// Count, the type of all positions, is a parameter so that a test can let 8 bits wrap around.
template <class T, class Count = std::size_t>
class Ring {
  static_assert(std::unsigned_integral<Count> && !std::same_as<Count, bool>);
  static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>,
                "who has claimed a place must be able to fill it, or the ring stands still");

 public:
  // REQUIRES: 1 <= capacity, and four times as many fit into a Count. Asserts at `where`.
  explicit Ring(std::size_t capacity,
                std::source_location where = std::source_location::current())
      : capacity_(capacity) {
    static_cast<void>(where);
    not_implemented("2e", "make `capacity` places, each free for its first value");
  }

  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  // Destroys what was not popped.
  ~Ring() {
  }

  [[nodiscard]] Result<void, T> push(T value) {
    static_cast<void>(value);
    not_implemented("2e", "claim the place at the tail if it is free, and fill it");
  }

  [[nodiscard]] std::optional<T> pop() {
    not_implemented("2e", "claim the place at the head if it is filled, and empty it");
  }

  // How many values are there, those included whose push or pop is under way and has claimed.
  std::size_t len() const noexcept {
    not_implemented("2e", "count from the head to the tail, both of one moment");
  }

  bool is_empty() const noexcept {  // is there nothing to pop?
    not_implemented("2e", "say whether there is nothing to pop");
  }

  bool is_full() const noexcept {  // is there no room?
    not_implemented("2e", "say whether there is no room");
  }

  std::size_t capacity() const noexcept { return capacity_; }

  PATINA_UNSAFE_SEND(Ring, true);  // whatever T is?
  PATINA_UNSAFE_SYNC(Ring, true);

 private:
  union Room {
    Room() noexcept {}
    ~Room() {}
    T value;  // made and destroyed by hand: mostly there is none
  };
  // One way to hold it, and no test looks. A position is a lap in its upper bits and an index in
  // its lower ones; lap_ is what they differ by from one lap to the next. The stamp of a place is
  // the position that may be pushed there next, or while it is filled that position plus 1.
  struct Place {
    rt::atomic<Count> stamp{0};
    rt::cell<Room> room;
  };


  const std::size_t capacity_;
  Count lap_ = 0;
  std::unique_ptr<Place[]> places_;
  // Producers write the one, consumers the other: each has a line of the cache to itself.
  alignas(64) rt::atomic<Count> head_{0};
  alignas(64) rt::atomic<Count> tail_{0};
};

}  // namespace patina
