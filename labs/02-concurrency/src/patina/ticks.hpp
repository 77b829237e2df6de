// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2h: after, tick and never, channels into which a clock sends, for a select to wait for.
//
// Interface:
//   after(duration)     one message, when that time is over; then nothing
//   tick(period)        one message each time the period is over
//   never<T>()          no message, ever
//
// None of them is ever disconnected, and nobody holds
// their sender. A tick that nobody took is not made up for: who comes late gets one, and the next
// comes a period after the one he got was due, or after now if that is over too.
// No thread works behind them: who receives looks at the clock.
// Invariants: due_ is when the next message comes; none: never.
// Thread rule: a receiver may be used by several threads, and cloned; each message goes to one.
// See also: Go's time.After and time.Tick; crossbeam_channel::{after, tick, never}.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/channel.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/park.hpp>
#include <patina/send.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

// A message of the clock: the time at which it was due.
struct Tick {
  rt::clock::time_point due;
  bool operator==(const Tick&) const = default;
  PATINA_UNSAFE_SEND(Tick, true);  // a number
  PATINA_UNSAFE_SYNC(Tick, true);
};

// T is Tick but for never, which has no message to make.
template <class T>
class ClockFlavour final : public ChannelFlavour<T> {
 public:
  using Time = rt::clock::time_point;

  // Without a period there is one message at most.
  ClockFlavour(std::optional<Time> due, std::optional<rt::clock::duration> period)
      : period_(period), due_(due) {}

  Sent send(T&, Patience) override {
    PATINA_ASSERT(false, "nobody but the clock sends into its channel");
    return Sent::disconnected;
  }

  Result<T, Absent> receive(Patience patience) override {
    not_implemented("2h", "wait until a message is due, and take it");
  }

  void senders_gone() noexcept override {}  // the clock goes on
  void receivers_gone() noexcept override {}

  std::size_t len() const override {
    const auto due = ready_at();
    return due && *due <= rt::clock::now() ? 1 : 0;
  }
  std::optional<std::size_t> capacity() const override { return 1; }

  // There is nobody who could tell.
  void watch(End, Offer<T>&) override {}
  void unwatch(End, Offer<T>&) override {}

  std::optional<Time> ready_at() const override {
    not_implemented("2h", "say when the next message is due");
  }

 private:
  using Due = std::optional<Time>;

  MutexGuard<Due> lock() const {
    auto locked = due_.lock();
    return locked ? std::move(*locked) : std::move(locked).error().into_guard();
  }

  // Until a message is due or the patience ends. Given. Nobody wakes it: the word never changes.
  void sleep(Patience patience) const {
    const rt::atomic<std::uint32_t> word{0};
    const auto due = ready_at();
    if (due && (patience.is_forever() || *due < patience.deadline()))
      patience = Patience::until(*due);
    if (patience.is_forever()) return rt::park(word, 0);
    static_cast<void>(rt::park_until(word, 0, patience.deadline()));
  }

  const std::optional<rt::clock::duration> period_;
  Mutex<Due> due_;

};

template <class Rep, class Period>
Receiver<Tick> after(std::chrono::duration<Rep, Period> duration) {
  not_implemented("2h", "make a channel with one message, due after that time");
}

// REQUIRES: period > 0 (asserts).
template <class Rep, class Period>
Receiver<Tick> tick(std::chrono::duration<Rep, Period> period) {
  not_implemented("2h", "make a channel with a message each time the period is over");
}

template <class T>
Receiver<T> never() {
  auto flavour = std::make_unique<ClockFlavour<T>>(std::nullopt, std::nullopt);
  return ChannelAccess<T>::over(std::move(flavour)).receiver;
}

}  // namespace patina
