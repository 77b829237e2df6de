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
    // BEGIN SOLUTION(2e)
    // STUB: static_cast<void>(where);
    // STUB: not_implemented("2e", "make `capacity` places, each free for its first value");
    if (capacity == 0) fail_assertion("a ring has room for one value at least", where);
    if (capacity > std::numeric_limits<Count>::max() / 4)
      fail_assertion("positions are far more numbers than there are places", where);
    // One more than there are places, so that "filled" of the last one is not the next lap's first.
    // (Mutant 2e-lap-too-short.)
    lap_ = std::bit_ceil(static_cast<Count>(capacity + 1));
    places_ = std::make_unique<Place[]>(capacity);
    for (std::size_t i = 0; i < capacity; ++i)
      places_[i].stamp.store(static_cast<Count>(i), rt::memory_order_relaxed);
    // END SOLUTION
  }

  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  // Destroys what was not popped.
  ~Ring() {
    // BEGIN SOLUTION(2e)
    // STUB:
    const Count end = tail_.load(rt::memory_order_relaxed);
    for (Count at = head_.load(rt::memory_order_relaxed); at != end; at = after(at))
      place(at).room.with_mut([](Room& room) { std::destroy_at(std::addressof(room.value)); });
    // END SOLUTION
  }

  [[nodiscard]] Result<void, T> push(T value) {
    // BEGIN SOLUTION(2e)
    // STUB: static_cast<void>(value);
    // STUB: not_implemented("2e", "claim the place at the tail if it is free, and fill it");
    Count tail = tail_.load(rt::memory_order_relaxed);
    while (true) {
      Place& slot = place(tail);
      // Acquire: who popped the last value from here has finished moving it out.
      const Count stamp = slot.stamp.load(rt::memory_order_acquire);
      if (stamp == tail) {
        // To claim a place is one step; seq_cst for who asks whether it is empty.
        if (tail_.compare_exchange_weak(tail, after(tail), rt::memory_order_seq_cst,
                                        rt::memory_order_relaxed)) {
          fill(slot, tail, std::move(value));
          return {};
        }
        continue;
      }
      // Still that of the lap before. Is it full, or is somebody just popping it? The stamp can't
      // tell, and other places may have been popped meanwhile. If the head is a lap behind now,
      // then the tail that was read is the tail now. (Mutants 2e-full-without-a-look,
      // 2e-full-is-relaxed.)
      if (stamp == static_cast<Count>(tail + 1 - lap_) &&
          head_.load(rt::memory_order_seq_cst) == static_cast<Count>(tail - lap_)) {
        return unexpected(std::move(value));
      }
      rt::spin_hint();
      tail = tail_.load(rt::memory_order_relaxed);
    }
    // END SOLUTION
  }

  [[nodiscard]] std::optional<T> pop() {
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "claim the place at the head if it is filled, and empty it");
    Count head = head_.load(rt::memory_order_relaxed);
    while (true) {
      Place& slot = place(head);
      const Count stamp = slot.stamp.load(rt::memory_order_acquire);  // with the release in fill()
      if (stamp == static_cast<Count>(head + 1)) {
        if (head_.compare_exchange_weak(head, after(head), rt::memory_order_seq_cst,
                                        rt::memory_order_relaxed)) {
          return take(slot, head);
        }
        continue;
      }
      // Not filled in this lap: empty, or somebody is just pushing. (Mutants
      // 2e-empty-without-a-look, 2e-empty-is-relaxed.)
      if (stamp == head && tail_.load(rt::memory_order_seq_cst) == head) return std::nullopt;
      rt::spin_hint();
      head = head_.load(rt::memory_order_relaxed);
    }
    // END SOLUTION
  }

  // How many values are there, those included whose push or pop is under way and has claimed.
  std::size_t len() const noexcept {
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "count from the head to the tail, both of one moment");
    while (true) {
      const Count tail = tail_.load(rt::memory_order_seq_cst);
      const Count head = head_.load(rt::memory_order_seq_cst);
      // The tail has not moved, so both were so when the head was read. (Mutant
      // 2e-len-of-two-moments.)
      if (tail_.load(rt::memory_order_seq_cst) != tail) continue;
      const std::size_t from = index(head), to = index(tail);
      if (head == tail) return 0;
      return from < to ? to - from : capacity_ - from + to;
    }
    // END SOLUTION
  }

  bool is_empty() const noexcept {  // is there nothing to pop?
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "say whether there is nothing to pop");
    // The head can't pass the tail: if it was where the tail is now, then it still is. (Mutant
    // 2e-empty-by-the-place.)
    const Count head = head_.load(rt::memory_order_seq_cst);
    return tail_.load(rt::memory_order_seq_cst) == head;
    // END SOLUTION
  }

  bool is_full() const noexcept {  // is there no room?
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "say whether there is no room");
    const Count tail = tail_.load(rt::memory_order_seq_cst);
    return head_.load(rt::memory_order_seq_cst) == static_cast<Count>(tail - lap_);
    // END SOLUTION
  }

  std::size_t capacity() const noexcept { return capacity_; }

  // BEGIN SOLUTION(2e)
  // STUB: PATINA_UNSAFE_SEND(Ring, true);  // whatever T is?
  // STUB: PATINA_UNSAFE_SYNC(Ring, true);
  PATINA_UNSAFE_SEND(Ring, Send<T>);  // values go through it, and nobody reads one inside of it
  PATINA_UNSAFE_SYNC(Ring, Send<T>);
  // END SOLUTION

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

  // BEGIN SOLUTION(2e)
  // STUB:
  std::size_t index(Count position) const noexcept {
    return static_cast<std::size_t>(position & static_cast<Count>(lap_ - 1));
  }
  Place& place(Count position) const noexcept { return places_[index(position)]; }

  Count after(Count position) const noexcept {
    if (index(position) + 1 < capacity_) return static_cast<Count>(position + 1);
    return static_cast<Count>((position & ~static_cast<Count>(lap_ - 1)) + lap_);
  }

  // Release: the value is there before it is announced. (Mutant 2e-publishes-relaxed.)
  static void fill(Place& slot, Count tail, T&& value) noexcept {
    slot.room.with_mut([&](Room& room) {
      std::construct_at(std::addressof(room.value), std::move(value));
    });
    slot.stamp.store(static_cast<Count>(tail + 1), rt::memory_order_release);
  }

  // Release: the value has left before its place is announced to be free. (Mutant
  // 2e-frees-relaxed.)
  std::optional<T> take(Place& slot, Count head) noexcept {
    std::optional<T> value;
    slot.room.with_mut([&](Room& room) {
      value.emplace(std::move(room.value));
      std::destroy_at(std::addressof(room.value));
    });
    slot.stamp.store(static_cast<Count>(head + lap_), rt::memory_order_release);
    return value;
  }
  // END SOLUTION

  const std::size_t capacity_;
  Count lap_ = 0;
  std::unique_ptr<Place[]> places_;
  // Producers write the one, consumers the other: each has a line of the cache to itself.
  alignas(64) rt::atomic<Count> head_{0};
  alignas(64) rt::atomic<Count> tail_{0};
};

}  // namespace patina
