// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What an executor does when none of its tasks can run: it waits, and somebody must know how.
//
// Interface:
//   driver.now()             what time is it?
//   driver.wait(deadline)    returns when the deadline has come, or after an interrupt(); with no
//                            deadline only after an interrupt(). May return early for no reason
//   driver.interrupt()       ends the wait() that is on, or else the next one: never is it lost
//   driver.look()            while tasks run and nobody waits: takes in what has happened outside
//
//   RealTime       time is rt::clock; waiting is sleeping
//   VirtualTime    time begins at 0 and jumps to the deadline: a test of an hour takes no time.
//                  It moves only while every task waits, so a task takes no time however long it
//                  computes (as with tokio's time::pause)
//
// A reactor over epoll is a third one (task 2l): its wait() is epoll_wait.
// Thread rule: interrupt() from any thread, the others from the executor's.
#pragma once

#include <patina/async/context.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/park.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace patina {

class Driver {
 public:
  virtual ~Driver() = default;
  virtual Time now() = 0;
  virtual void wait(std::optional<Time> deadline) = 0;
  virtual void interrupt() noexcept = 0;
  // The executor's inbox calls it once a round, so that tasks which always can run do not keep out
  // those that wait for a socket. Nothing happens outside of most drivers.
  virtual void look() {}
};

// A wait that can be interrupted from another thread.
class Bell {
 public:
  void ring() noexcept {
    if (word_.exchange(rung, rt::memory_order_acq_rel) == asleep) rt::unpark_one(word_);
  }
  // Sleeps until it is rung, or until the deadline. A ring that came before is enough.
  void wait(std::optional<Time> deadline) noexcept {
    if (word_.exchange(asleep, rt::memory_order_acq_rel) != rung) {
      while (word_.load(rt::memory_order_acquire) == asleep) {
        if (!deadline)
          rt::park(word_, asleep);
        else if (!rt::park_until(word_, asleep, *deadline))
          break;
      }
    }
    word_.exchange(quiet, rt::memory_order_acq_rel);
  }

 private:
  static constexpr std::uint32_t quiet = 0, rung = 1, asleep = 2;
  rt::atomic<std::uint32_t> word_{quiet};
};

class RealTime final : public Driver {
 public:
  Time now() override { return rt::clock::now(); }
  void wait(std::optional<Time> deadline) override { bell_.wait(deadline); }
  void interrupt() noexcept override { bell_.ring(); }

 private:
  Bell bell_;
};

class VirtualTime final : public Driver {
 public:
  Time now() override { return now_; }
  void wait(std::optional<Time> deadline) override {
    if (deadline)
      now_ = std::max(now_, *deadline);
    else
      bell_.wait(std::nullopt);
  }
  void interrupt() noexcept override { bell_.ring(); }

 private:
  Time now_{};
  Bell bell_;
};

}  // namespace patina
