// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a future is given when it is polled: whom to wake, and where to ask for the time.
//
// Interface:
//   cx.waker()     wake this one when the future can go on; clone it to keep it
//   cx.timers()    the timers of whoever polls
//   TimerService   what an executor offers to futures that wait for a time
//
// Thread rule: a Context lives for one call of poll, in the thread of that call.
// See also: Rust's std::task::Context.
#pragma once

#include <patina/async/poll.hpp>
#include <patina/async/waker.hpp>
#include <patina/rt/clock.hpp>

#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace patina {

using Time = rt::clock::time_point;

// One armed timer, for cancel(). Ordered by deadline; `number` tells equal deadlines apart.
struct TimerId {
  Time deadline{};
  std::uint64_t number = 0;  // 0: no timer
  friend auto operator<=>(const TimerId&, const TimerId&) = default;
};

class TimerService {
 public:
  virtual ~TimerService() = default;
  virtual Time now() = 0;
  // Wakes `waker` once, when now() has reached `deadline`.
  virtual TimerId add(Time deadline, Waker waker) = 0;
  // `id` wakes nobody from here on. No timer, or one that has fired, is no error.
  virtual void cancel(const TimerId& id) noexcept = 0;
};

class Context {
 public:
  explicit Context(const Waker& waker, TimerService* timers = nullptr) noexcept
      : waker_(waker), timers_(timers) {}

  const Waker& waker() const noexcept { return waker_; }
  // REQUIRES: whoever polls has timers (asserts)
  TimerService& timers() const {
    PATINA_ASSERT(timers_ != nullptr, "a future that waits for a time is polled with timers");
    return *timers_;
  }

 private:
  const Waker& waker_;
  TimerService* timers_;
};

namespace detail {
template <class P>
inline constexpr bool is_poll = false;
template <class T>
inline constexpr bool is_poll<Poll<T>> = true;
}  // namespace detail

// A future: something that will have a value, and makes progress when it is polled.
//   - poll() answers the value or `pending`, and never blocks;
//   - `pending` is a promise: the Waker of the *latest* poll will be woken when it's worth asking
//     again. Earlier Wakers need not be;
//   - after it has given its value it is not polled again;
//   - to destroy it before that is to cancel it.
template <class F>
concept Future = requires(std::remove_reference_t<F>& future, Context& context) {
  requires detail::is_poll<decltype(future.poll(context))>;
};

// What the future F gives in the end.
template <Future F>
using OutputOf = typename decltype(std::declval<std::remove_reference_t<F>&>().poll(
    std::declval<Context&>()))::value_type;

}  // namespace patina
