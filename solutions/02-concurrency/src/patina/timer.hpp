// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, third part: futures that wait for a time, and the queue that wakes them.
//
// Interface:
//   sleep_until(time), sleep_for(duration)   ready when that time has come; sleep_for counts from
//                                            its first poll
//   timeout(duration, future)                the future's value as a Result, or TimedOut{} if it
//                                            is not ready when the time has come
//   TimerQueue(driver)                       armed timers; an executor owns one
//     add, cancel, now                       as TimerService says
//     next_deadline()                        when will the next timer fire, if any?
//     fire()                                 wakes, in order of deadline, all whose time has come
//
// Thread rule: all of it belongs to the thread of its executor.
// See also: tokio::time.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

class TimerQueue final : public TimerService {
 public:
  explicit TimerQueue(Driver& driver) : driver_(driver) {}

  Time now() override { return driver_.now(); }

  TimerId add(Time deadline, Waker waker) override {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(deadline);
    // STUB: static_cast<void>(waker);
    // STUB: not_implemented("2f", "arm a timer");
    const TimerId id{deadline, ++last_number_};
    timers_.emplace(id, std::move(waker));
    return id;
    // END SOLUTION
  }

  void cancel(const TimerId& id) noexcept override {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(id);
    // STUB: not_implemented("2f", "disarm a timer");
    timers_.erase(id);
    // END SOLUTION
  }

  // Asked anew before each wait: a timer that was added since may be earlier than all others.
  std::optional<Time> next_deadline() const {
    // BEGIN SOLUTION(2f)
    // STUB: not_implemented("2f", "find the earliest deadline");
    if (timers_.empty()) return std::nullopt;
    return timers_.begin()->first.deadline;
    // END SOLUTION
  }

  void fire() {
    // BEGIN SOLUTION(2f)
    // STUB: not_implemented("2f", "wake those whose time has come");
    if (timers_.empty()) return;  // most executors have no timer, and asking for the time costs
    const Time time = now();
    while (!timers_.empty() && timers_.begin()->first.deadline <= time)
      timers_.extract(timers_.begin()).mapped().wake();
    // END SOLUTION
  }

 private:
  Driver& driver_;
  std::uint64_t last_number_ = 0;
  std::map<TimerId, Waker> timers_;  // one way of holding them
};

class [[nodiscard]] Sleep {
 public:
  explicit Sleep(Time deadline) noexcept : deadline_(deadline) {}
  explicit Sleep(rt::clock::duration duration) noexcept : duration_(duration) {}
  Sleep(Sleep&& other) noexcept
      : deadline_(other.deadline_),
        duration_(other.duration_),
        timers_(std::exchange(other.timers_, nullptr)),
        timer_(other.timer_) {}
  Sleep& operator=(Sleep&&) = delete;

  // No timer outlives its Sleep.
  ~Sleep() {
    // BEGIN SOLUTION(2f)
    // STUB: if (timers_ != nullptr) not_implemented("2f", "disarm the timer");
    disarm();
    // END SOLUTION
  }

  // Arms a timer if the time has not come; armed already, it now wakes the latest Waker.
  Poll<void> poll(Context& context) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "arm a timer, unless the time has come");
    disarm();
    const Time now = context.timers().now();
    if (!deadline_) deadline_ = now + duration_;
    if (now >= *deadline_) return Ready{};
    timers_ = &context.timers();
    timer_ = timers_->add(*deadline_, context.waker().clone());
    return Pending{};
    // END SOLUTION
  }

 private:
  // BEGIN SOLUTION(2f)
  // STUB:
  void disarm() noexcept {
    if (timers_ != nullptr) std::exchange(timers_, nullptr)->cancel(timer_);
  }
  // END SOLUTION

  std::optional<Time> deadline_;
  rt::clock::duration duration_{};
  TimerService* timers_ = nullptr;  // where timer_ is armed; null: nowhere
  TimerId timer_;
};

inline Sleep sleep_until(Time time) noexcept { return Sleep(time); }
template <class Rep, class Period>
Sleep sleep_for(std::chrono::duration<Rep, Period> duration) noexcept {
  return Sleep(std::chrono::ceil<rt::clock::duration>(duration));
}

struct TimedOut {
  bool operator==(const TimedOut&) const = default;
};

// F is a reference if the future is a variable of the caller, who can then go on waiting for it.
template <Future F>
class [[nodiscard]] Timeout {
 public:
  using Value = Result<OutputOf<F>, TimedOut>;

  Timeout(Sleep sleep, F&& future) : future_(std::forward<F>(future)), sleep_(std::move(sleep)) {}

  // A value that is there when the time has come still counts.
  Poll<Value> poll(Context& context) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "ask the future, then the clock");
    // In this order. (Mutant 2f-timeout-asks-the-clock.)
    if (Poll<OutputOf<F>> value = future_.poll(context)) return in_time(std::move(value));
    if (sleep_.poll(context)) return Value(unexpected(TimedOut{}));
    return Pending{};
    // END SOLUTION
  }

 private:
  static Value in_time(Poll<OutputOf<F>> value) {
    if constexpr (std::is_void_v<OutputOf<F>>)
      return Value();
    else
      return Value(std::move(value).take());
  }

  F future_;
  Sleep sleep_;
};

template <class Rep, class Period, class F>
  requires Future<F>
Timeout<F> timeout(std::chrono::duration<Rep, Period> duration, F&& future) {
  return Timeout<F>(sleep_for(duration), std::forward<F>(future));
}

}  // namespace patina
