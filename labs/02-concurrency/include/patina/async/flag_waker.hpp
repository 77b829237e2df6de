// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A Waker that only counts how often it was woken, for polling a future by hand.
//
// Interface:
//   FlagWaker flag;
//   Context context(flag.waker());    poll something with it
//   flag.wakes()                      how often it was woken so far
//
// Thread rule: woken and asked from any thread.
#pragma once

#include <patina/async/waker.hpp>
#include <patina/rt/atomic.hpp>

namespace patina {

class FlagWaker {
 public:
  const Waker& waker() const noexcept { return waker_; }
  int wakes() const noexcept { return flag_->count.load(rt::memory_order_acquire); }

 private:
  struct Flag final : Wakeable {
    rt::atomic<int> count{0};
    void wake() noexcept override { count.fetch_add(1, rt::memory_order_acq_rel); }
  };
  CountedPtr<Flag> flag_ = CountedPtr<Flag>::make();
  Waker waker_{flag_};
};

}  // namespace patina
