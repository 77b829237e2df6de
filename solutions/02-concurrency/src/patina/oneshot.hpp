// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, fifth part: a channel for one message, from any thread to a future.
//
// Interface:
//   auto [sender, receiver] = oneshot<T>();
//   std::move(sender).send(value) -> Result<void, T>   the value comes back if nobody will take it
//   sender.is_closed()                                 has the receiver closed, or gone?
//   co_await std::move(receiver) -> Result<T, Canceled>  Canceled if the sender only went
//   receiver.try_recv() -> Poll<Result<T, Canceled>>   the same without waiting
//   receiver.close()                                   no value from here on; one that came counts
//
// Invariants. One word says whose the two slots are; a bit once set stays, `waiting` excepted:
//   the value is the sender's until `sent` is set, and the receiver's from then on;
//   the Waker is the receiver's while `waiting` is not set, and nobody's to change while it is;
//   once one of `sent`, `dropped`, `closed` is set the others never are, but for `closed` that
//   comes after one of them and changes nothing.
// Thread rule: sender and receiver may live in different threads; each in one at a time.
// See also: tokio::sync::oneshot.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/frame_pool.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace patina {

// The sender went without sending, or the receiver closed first.
struct Canceled {
  bool operator==(const Canceled&) const = default;
};

namespace detail {

template <class T>
struct OneshotState final : Counted, PooledFrame {
  static constexpr std::uint32_t sent = 1, dropped = 2, closed = 4, waiting = 8;

  rt::atomic<std::uint32_t> word{0};
  rt::cell<std::optional<T>> value;
  rt::cell<Waker> waker;

  // The sender's last act: sets `bit`, `sent` or `dropped`, and wakes the receiver if it waits.
  // returns false iff the receiver had closed: then nothing has changed.
  bool complete(std::uint32_t bit) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(bit);
    // STUB: not_implemented("2f", "set the bit unless closed, and wake who waits");
    std::uint32_t seen = word.load(rt::memory_order_relaxed);
    do {
      // Setting `sent` now would give the value to a receiver while the sender takes it back: the
      // race of tokio's RUSTSEC-2021-0124. (Mutant 2f-oneshot-sends-after-close.)
      if ((seen & closed) != 0) return false;
      // release: the value, for the receiver; acquire: its Waker, for us.
    } while (!word.compare_exchange_weak(seen, seen | bit, rt::memory_order_acq_rel,
                                         rt::memory_order_relaxed));
    if ((seen & waiting) != 0) waker.with([](const Waker& waiter) { waiter.wake(); });
    return true;
    // END SOLUTION
  }

  // What the receiver gets of a word that it has read with acquire.
  Poll<Result<T, Canceled>> receive(std::uint32_t seen) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(seen);
    // STUB: not_implemented("2f", "answer pending, the value, or Canceled");
    if ((seen & (sent | dropped | closed)) == 0) return Pending{};
    if ((seen & sent) == 0) return Result<T, Canceled>(unexpected(Canceled{}));
    return value.with_mut([](std::optional<T>& slot) {
      PATINA_ASSERT(slot.has_value(), "a receiver that has given its value is not asked again");
      return Result<T, Canceled>(*std::exchange(slot, std::nullopt));
    });
    // END SOLUTION
  }

  // Leaves `fresh` where the sender finds it. returns the word as it is then, read with acquire.
  std::uint32_t wait(const Waker& fresh) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(fresh);
    // STUB: not_implemented("2f", "leave the Waker in its slot, unless all is decided");
    std::uint32_t seen = word.load(rt::memory_order_acquire);
    if ((seen & waiting) != 0 && (seen & (sent | dropped)) == 0) {
      // The same task as before: nothing to change. Another one: it and not the old one must be
      // woken (tokio #4747). First the slot is taken back from the sender, who may be reading it.
      // (Mutants 2f-waker-of-the-first-poll, 2f-waker-changed-in-use.)
      if (waker.with([&](const Waker& old) { return old.will_wake(fresh); })) return seen;
      seen = word.fetch_and(~waiting, rt::memory_order_acq_rel);
    }
    if ((seen & (sent | dropped | closed)) != 0) return seen;
    waker.with_mut([&](Waker& slot) { slot = fresh.clone(); });
    return word.fetch_or(waiting, rt::memory_order_acq_rel);
    // END SOLUTION
  }
};

}  // namespace detail

template <class T>
class OneshotSender {
 public:
  OneshotSender(OneshotSender&&) noexcept = default;
  OneshotSender& operator=(OneshotSender other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  // Without a value sent, the receiver gets Canceled.
  ~OneshotSender() {
    // BEGIN SOLUTION(2f)
    // STUB: if (state_) not_implemented("2f", "tell the receiver that nothing will come");
    if (state_) state_->complete(State::dropped);
    // END SOLUTION
  }

  // REQUIRES: nothing was sent by it and it was not moved from (asserts).
  Result<void, T> send(T value) && {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(value);
    // STUB: not_implemented("2f", "put the value into its slot, and hand it over");
    PATINA_ASSERT(state_, "a sender sends once");
    const CountedPtr<State> state = std::move(state_);
    state->value.with_mut([&](std::optional<T>& slot) { slot.emplace(std::move(value)); });
    if (state->complete(State::sent)) return {};
    return state->value.with_mut(
        [](std::optional<T>& slot) { return Result<void, T>(unexpect, std::move(*slot)); });
    // END SOLUTION
  }

  bool is_closed() const {
    PATINA_ASSERT(state_, "a sender that has sent knows no more");
    return (state_->word.load(rt::memory_order_acquire) & State::closed) != 0;
  }

 private:
  using State = detail::OneshotState<T>;
  template <class U>
  friend auto oneshot();
  explicit OneshotSender(CountedPtr<State> state) noexcept : state_(std::move(state)) {}

  CountedPtr<State> state_;  // null: sent, or moved from

  PATINA_UNSAFE_SEND(OneshotSender, Send<T>);
};

template <class T>
class [[nodiscard]] OneshotReceiver {
 public:
  OneshotReceiver(OneshotReceiver&&) noexcept = default;
  OneshotReceiver& operator=(OneshotReceiver other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~OneshotReceiver() {
    if (state_) close();
  }

  Poll<Result<T, Canceled>> poll(Context& context) {
    return state_->receive(state_->wait(context.waker()));
  }
  Poll<Result<T, Canceled>> try_recv() {
    return state_->receive(state_->word.load(rt::memory_order_acquire));
  }
  void close() {
    if ((state_->word.load(rt::memory_order_relaxed) & (State::sent | State::dropped)) != 0) return;
    state_->word.fetch_or(State::closed, rt::memory_order_acq_rel);
  }

 private:
  using State = detail::OneshotState<T>;
  template <class U>
  friend auto oneshot();
  explicit OneshotReceiver(CountedPtr<State> state) noexcept : state_(std::move(state)) {}

  CountedPtr<State> state_;  // null: moved from

  PATINA_UNSAFE_SEND(OneshotReceiver, Send<T>);
};

template <class T>
struct Oneshot {
  OneshotSender<T> sender;
  OneshotReceiver<T> receiver;
};

template <class T>
auto oneshot() {
  auto state = CountedPtr<detail::OneshotState<T>>::make();
  auto other = state;
  return Oneshot<T>{OneshotSender<T>(std::move(state)), OneshotReceiver<T>(std::move(other))};
}

}  // namespace patina
