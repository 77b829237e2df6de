// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: a ChannelBell, on which threads sleep until something may have changed.
//
// Interface:
//   bell.wait(settled, look, patience)    sleeps until look() is true; false: the patience ended
//   bell.ring_one(), ring_all()           something has changed, for one or for everybody
//   bell.add(watcher, settled), remove    for select, see <patina/channel/watchers.hpp>
//
// You need none of it for the points. The reference's fast flavours are made with it: who rings
// pays one load if nobody listens, so that a message costs no system call unless somebody sleeps.
// Contract: who changes something does so between a seq_cst write that says "I am at it" and
// ring_one(); settled() reads that with seq_cst and is true iff nobody is at it.
// Thread rule: any thread may call any function.
#pragma once

#include <patina/channel/patience.hpp>
#include <patina/channel/watchers.hpp>
#include <patina/raw_mutex.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>

#include <cstdint>

namespace patina {

// BEGIN SOLUTION(2c, extra)
// STUB:
class ChannelBell {
 public:
  // Returns the answer of the last look(). One more look comes after the patience ended.
  template <class Settled, class Look>
  bool wait(Settled settled, Look look, Patience patience) {
    // Announced before the look, as the ringer is at it before it reads listeners_. All four are
    // seq_cst, so one of both sides sees the other: the ringer somebody to wake, or the sleeper
    // that somebody is at it, for whom it waits. (Mutants 2c-announces-relaxed,
    // 2c-sleeps-beside-a-send.)
    listeners_.fetch_add(1, rt::memory_order_seq_cst);
    bool is_found = false;
    bool is_over = false;
    while (true) {
      const std::uint32_t seen = rings_.load(rt::memory_order_seq_cst);
      // A ring that was spared because of the flag is seen by the look that comes now, and one that
      // sets it again has yet to change the number.
      is_waking_.store(false, rt::memory_order_seq_cst);
      until(settled);
      is_found = look();
      if (is_found || is_over) break;
      if (patience.is_forever()) {
        rt::park(rings_, seen);
      } else {
        is_over = !rt::park_until(rings_, seen, patience.deadline());
      }
    }
    listeners_.fetch_sub(1, rt::memory_order_seq_cst);
    // A ring was perhaps spared while this thread got up. (Mutant 2c-wakes-no-other.)
    if (is_found) ring_one();
    return is_found;
  }

  void ring_one() noexcept {
    if (listeners_.load(rt::memory_order_seq_cst) != 0) [[unlikely]]
      ring_listeners();
  }
  void ring_all() noexcept {
    rings_.fetch_add(1, rt::memory_order_seq_cst);
    rt::unpark_all(rings_);
    tell();
  }

  // After it, a change is seen by who looks, or told.
  template <class Settled>
  void add(Watcher& watcher, Settled settled) {
    lock_.lock();
    watchers_.add(watcher);
    lock_.unlock();
    listeners_.fetch_add(1, rt::memory_order_seq_cst);
    until(settled);
  }
  void remove(Watcher& watcher) {
    listeners_.fetch_sub(1, rt::memory_order_seq_cst);
    lock_.lock();
    watchers_.remove(watcher);
    lock_.unlock();
  }

 private:
  // Some dozen instructions of another thread, unless that one was sent off the processor.
  template <class Settled>
  static void until(Settled settled) {
    while (!settled()) rt::this_thread::yield();
  }

  // One system call for each sleeper that gets up, and not for each message that comes meanwhile.
  [[gnu::noinline]] void ring_listeners() noexcept {
    if (!is_waking_.load(rt::memory_order_seq_cst) &&
        !is_waking_.exchange(true, rt::memory_order_seq_cst)) {
      rings_.fetch_add(1, rt::memory_order_seq_cst);
      rt::unpark_one(rings_);
    }
    tell();
  }
  void tell() noexcept {
    lock_.lock();
    watchers_.tell();
    lock_.unlock();
  }

  rt::atomic<std::uint32_t> listeners_{0};  // sleepers, those about to, and watchers
  rt::atomic<std::uint32_t> rings_{0};
  rt::atomic<bool> is_waking_{false};
  RawMutex lock_;  // guards watchers_
  Watchers watchers_;
};
// END SOLUTION

}  // namespace patina
