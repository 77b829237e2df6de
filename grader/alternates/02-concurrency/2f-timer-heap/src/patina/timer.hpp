// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Alternate 2f-timer-heap: timers in a binary heap, whose cancelled ones are removed when they come
// to the top.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace patina {

class TimerQueue final : public TimerService {
 public:
  explicit TimerQueue(Driver& driver) : driver_(driver) {}

  Time now() override { return driver_.now(); }

  TimerId add(Time deadline, Waker waker) override {
    const TimerId id{deadline, ++last_number_};
    heap_.push_back(Entry{id, std::move(waker)});
    std::push_heap(heap_.begin(), heap_.end(), is_later);
    armed_.insert(id.number);
    return id;
  }

  void cancel(const TimerId& id) noexcept override {
    armed_.erase(id.number);
    drop_cancelled();
  }

  std::optional<Time> next_deadline() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().id.deadline);
  }

  void fire() {
    while (!heap_.empty() && heap_.front().id.deadline <= now()) {
      const Waker waker = pop();
      waker.wake();
      drop_cancelled();
    }
  }

 private:
  struct Entry {
    TimerId id;
    Waker waker;
  };
  static bool is_later(const Entry& left, const Entry& right) { return left.id > right.id; }

  Waker pop() {
    std::pop_heap(heap_.begin(), heap_.end(), is_later);
    Entry entry = std::move(heap_.back());
    heap_.pop_back();
    armed_.erase(entry.id.number);
    return std::move(entry.waker);
  }
  // ENSURES: the top of the heap, if there is one, is armed.
  void drop_cancelled() {
    while (!heap_.empty() && armed_.count(heap_.front().id.number) == 0) pop();
  }

  Driver& driver_;
  std::uint64_t last_number_ = 0;
  std::vector<Entry> heap_;
  std::unordered_set<std::uint64_t> armed_;
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
    disarm();
  }

  // Arms a timer if the time has not come; armed already, it now wakes the latest Waker.
  Poll<void> poll(Context& context) {
    disarm();
    const Time now = context.timers().now();
    if (!deadline_) deadline_ = now + duration_;
    if (now >= *deadline_) return Ready{};
    timers_ = &context.timers();
    timer_ = timers_->add(*deadline_, context.waker().clone());
    return Pending{};
  }

 private:
  void disarm() noexcept {
    if (timers_ != nullptr) std::exchange(timers_, nullptr)->cancel(timer_);
  }

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
    if (Poll<OutputOf<F>> value = future_.poll(context)) return in_time(std::move(value));
    if (sleep_.poll(context)) return Value(unexpected(TimedOut{}));
    return Pending{};
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
