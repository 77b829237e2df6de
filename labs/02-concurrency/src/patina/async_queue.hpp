// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, second part: what both ends of an async channel share. Its contract stands in
// <patina/async_channel.hpp>, which is its only user.
//
// Interface:
//   queue.send(value, turn, waker)    put in, or full, or closed
//   queue.receive(waker)              the first message, ChannelClosed, or pending
//   queue.give_up(turn)               a send is dropped
//   queue.close(drops)                nothing more goes in
//   queue.add_sender(), drop_sender()
//
// Invariants: `room` is what nobody fills and nobody was promised, so that messages, promises and
// room are always the capacity together; while somebody stands in line there is no room.
// Thread rule: callable from any thread. Nobody is woken and no message destroyed under the lock.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/frame_pool.hpp>
#include <patina/async/short_lock.hpp>
#include <patina/async/wait_list.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

struct ChannelClosed {
  bool operator==(const ChannelClosed&) const = default;
};

namespace detail {

template <class T>
class AsyncQueue final : public Counted, public PooledFrame {
 public:
  enum class Sent { yes, full, closed };

  explicit AsyncQueue(std::size_t capacity) {
    state_.with_mut([&](State& state) { state.room = capacity; });
  }

  // Puts `value` in; takes from it only if the answer is yes. `turn` is null before the first call,
  // and for a try_send, which gives no Waker and never stands in line.
  Sent send(T& value, std::unique_ptr<Turn>& turn, const Waker* waker) {
    static_cast<void>(value);
    static_cast<void>(turn);
    static_cast<void>(waker);
    not_implemented("2k", "put the value in if there is room for it, else stand in line");
  }

  // A send is dropped, or has ended because the channel is closed.
  void give_up(Turn& turn) noexcept {
    static_cast<void>(turn);
    not_implemented("2k", "leave the line; or pass on the room that was promised");
  }

  // The first message, or ChannelClosed if none will come. Pending keeps the Waker, if given.
  Poll<Result<T, ChannelClosed>> receive(const Waker* waker) {
    static_cast<void>(waker);
    not_implemented("2k", "take the first message, and give its room to who waits for it");
  }

  // No message goes in from here on. `drops`: and what is in, nobody will take out.
  void close(bool drops) noexcept {
    std::vector<Waker> waiting;  // woken when the lock is free
    std::deque<T> dropped;       // and destroyed then
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) {
        state.is_closed = true;
        if (!drops) not_implemented("2k", "empty the line, and the channel if it drops");
      });
    }
    for (const Waker& one : waiting) one.wake();
  }

  // The first sender's. All senders together hold one pointer to the queue: so a sender costs one
  // step when it is made and one when it goes, and no lock.
  static void add_first_sender(const CountedPtr<AsyncQueue>& queue) noexcept {
    queue->senders_claim_ = queue;
    queue->add_sender();
  }
  void add_sender() noexcept { senders_.fetch_add(1, rt::memory_order_relaxed); }
  void drop_sender() noexcept {
    if (senders_.fetch_sub(1, rt::memory_order_acq_rel) != 1) return;
    const CountedPtr<AsyncQueue> claim = std::move(senders_claim_);
    Waker receiver;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) { receiver = std::move(state.receiver); });
    }
    receiver.wake();
  }

 private:
  struct State {
    std::deque<T> messages;
    std::size_t room = 0;
    bool is_closed = false;
    WaitList<Turn> line;  // sends for which there is no room yet
    Waker receiver;
  };

  // Asked under the lock after the look at the messages: what a sender that is gone has put in was
  // seen there.
  bool has_senders() const noexcept { return senders_.load(rt::memory_order_relaxed) != 0; }

  // returns the Waker of an earlier poll, if this one is another
  static Waker stand_in_line(State& state, std::unique_ptr<Turn>& turn, const Waker& waker) {
    if (!turn) {
      turn = std::make_unique<Turn>();
      state.line.push(*turn);
    }
    if (turn->waker.will_wake(waker)) return {};
    return std::exchange(turn->waker, waker.clone());
  }
  // A message has come out, or a promise was given back. returns whom to wake
  static Waker give_room(State& state) noexcept {
    static_cast<void>(state);
    not_implemented("2k", "promise the room to the first in line, if there is one");
  }

  ShortLock mutex_;  // never held while anybody is woken or a message destroyed
  rt::cell<State> state_;
  rt::atomic<std::size_t> senders_{0};
  CountedPtr<AsyncQueue> senders_claim_;  // of all of them together
};

}  // namespace detail

}  // namespace patina
