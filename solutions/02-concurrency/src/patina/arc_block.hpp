// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2a: what the owners and ArcWeaks of one value have in common, and how they count.
//
// Interface:
//   ArcBlock<T, Count>    the counts and room for the value, in one allocation
//
// Invariants: `value` lives while strong is not 0; the block lives while weak is not 0. Count, the
// type of the counts, is a parameter so that a test can fill 8 bits.
// How you hold the counts, and whether you hold them here, is up to you: no test asks. The rules
// are in patina/arc.hpp. Write next to each memory order what it is for, and relaxed where it is
// for nothing: that sentence is what you will look for when it breaks.
// Thread rule: every member function may be called by many threads at once, each on behalf of an
// owner or an ArcWeak that it holds.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <concepts>
#include <limits>
#include <memory>
#include <utility>

namespace patina {

template <class T, class Count>
struct ArcBlock {
  static_assert(std::unsigned_integral<Count> && !std::same_as<Count, bool>);

  rt::atomic<Count> strong{1};  // the owners
  rt::atomic<Count> weak{1};    // the ArcWeaks, and the one that all owners hold together
  union {
    T value;  // made and destroyed by hand: it may die before the counts do
  };

  template <class... Arguments>
  explicit ArcBlock(std::in_place_t, Arguments&&... arguments)
      : value(std::forward<Arguments>(arguments)...) {}
  ArcBlock(const ArcBlock&) = delete;
  ArcBlock& operator=(const ArcBlock&) = delete;
  ~ArcBlock() {}

  // BEGIN SOLUTION(2a)
  // STUB:
  // Between a thread's increment and its look at the old number others may increment as well, so
  // the limit is far below the end: that many threads there are not. `locked` is above it.
  // (Mutants 2a-owner-count-wraps, 2a-weak-count-wraps.)
  static constexpr Count count_max = std::numeric_limits<Count>::max() / 2;
  static constexpr Count locked = std::numeric_limits<Count>::max();

  // Relaxed: an owner is made from an owner, which keeps the value alive and has seen it made.
  void add_owner() noexcept {
    if (strong.fetch_add(1, rt::memory_order_relaxed) > count_max) [[unlikely]] count_overflowed();
  }
  void add_weak() noexcept {
    if (weak.fetch_add(1, rt::memory_order_relaxed) > count_max) [[unlikely]] count_overflowed();
  }

  // Release: whatever this owner did with the value comes before its destruction. The acquire on
  // the other side is paid by the last owner alone. (Mutants 2a-drop-is-relaxed, 2a-no-acquire.)
  // After the decrement nothing here may be touched, unless this was the last: another thread may
  // have freed it in the meantime. (Mutants 2a-looks-again, 2a-looks-back.)
  void drop_owner() noexcept {
    if (strong.fetch_sub(1, rt::memory_order_release) == 1) last_owner_dropped();
  }
  void drop_weak() noexcept {
    if (weak.fetch_sub(1, rt::memory_order_release) == 1) nobody_left();
  }

  [[gnu::noinline]] void last_owner_dropped() noexcept {
    rt::acquire_fence(strong);
    std::destroy_at(std::addressof(value));
    drop_weak();
  }
  [[gnu::noinline]] void nobody_left() noexcept {
    rt::acquire_fence(weak);
    delete this;
  }

  // Becomes an owner unless there is none: one step, or an owner could go between the question and
  // the answer. (Mutant 2a-upgrade-checks-then-acts.) Relaxed, as in add_owner.
  bool try_add_owner() noexcept {
    Count seen = strong.load(rt::memory_order_relaxed);
    do {
      if (seen == 0) return false;
      if (seen > count_max) [[unlikely]] count_overflowed();
    } while (!strong.compare_exchange_weak(seen, static_cast<Count>(seen + 1),
                                           rt::memory_order_relaxed));
    return true;
  }

  // From an owner to an ArcWeak; not while somebody looks whether he is the only one. Acquire, with
  // the release at the end of is_unique: his look at `strong` stays before what is done from here.
  void add_weak_of_owner() noexcept {
    Count seen = weak.load(rt::memory_order_relaxed);
    while (true) {
      if (seen == locked) {
        rt::spin_hint();
        seen = weak.load(rt::memory_order_relaxed);
        continue;
      }
      if (seen > count_max) [[unlikely]] count_overflowed();
      if (weak.compare_exchange_weak(seen, static_cast<Count>(seen + 1), rt::memory_order_acquire,
                                     rt::memory_order_relaxed)) {
        return;
      }
    }
  }

  // Two numbers have to be 1 at the same moment, so one is held fast while the other is read. With
  // no ArcWeak and none in the making, an owner that is the only one stays the only one.
  // Acquire of weak: an ArcWeak that is gone may have made an owner before; see him. Acquire of
  // strong: owners that are gone have finished reading. (Mutants 2a-get-mut-ignores-weaks,
  // 2a-get-mut-does-not-lock, 2a-get-mut-is-relaxed.)
  bool is_unique() noexcept {
    Count only_the_common_one = 1;
    if (!weak.compare_exchange_strong(only_the_common_one, locked, rt::memory_order_acquire,
                                      rt::memory_order_relaxed)) {
      return false;
    }
    const bool is_sole_owner = strong.load(rt::memory_order_acquire) == 1;
    weak.store(1, rt::memory_order_release);
    return is_sole_owner;
  }

  // The sole owner steps back, so that no ArcWeak can become an owner while the value leaves.
  bool close() noexcept {
    Count one = 1;
    return strong.compare_exchange_strong(one, 0, rt::memory_order_acquire,
                                          rt::memory_order_relaxed);
  }
  void reopen() noexcept { strong.store(1, rt::memory_order_release); }

  // After close(): the value moves to where `take` wants it, and what is left here dies.
  template <class F>
  void move_out(F take) {
    try {
      take(std::move(value));
    } catch (...) {
      reopen();
      throw;
    }
    last_owner_dropped();
  }

  [[noreturn, gnu::cold, gnu::noinline]] static void count_overflowed() noexcept {
    fail_assertion("a count never overflows: wrapped to 0, it would free a value still in use");
  }
  // END SOLUTION
};

}  // namespace patina
