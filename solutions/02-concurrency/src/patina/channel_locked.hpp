// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2c, the back: the flavour that keeps its messages in a queue behind a Mutex.
//
// Interface: that of ChannelFlavour, see <patina/channel/flavour.hpp>.
//
// Invariants: the messages stand in the order of sending, at most `capacity` of them. Once the
// receivers are gone there are none. No message is made, moved out of a caller, or destroyed by
// code that the channel does not know while the lock is held, except by its move constructor.
// A thread sleeps on the Condvar of what it waits for, and whoever brings that about wakes it.
// Lock: it guards the queue and both flags, because "is there a message, and will there ever be
// one?" is one question.
// Thread rule: every function but the destructor may be called from several threads at once.
// See also: Hoare's bounded buffer (CACM 1974), of which this is the version that ends.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/condvar.hpp>
#include <patina/mutex.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace patina {

// What the lock guards. Given. How you hold it is up to you: this is one way.
template <class T>
struct LockedState {
  std::deque<T> messages;
  bool senders_gone = false;
  bool receivers_gone = false;
  Watchers receivers_watching;  // select's; push, pop and the two _gone tell them
  Watchers senders_watching;

  void push(T&& message) {
    messages.push_back(std::move(message));
    receivers_watching.tell();
  }
  // REQUIRES: there is a message.
  T pop() {
    T message = std::move(messages.front());
    messages.pop_front();
    senders_watching.tell();
    return message;
  }
  void set_senders_gone() {
    senders_gone = true;
    receivers_watching.tell();
  }
  void set_receivers_gone() {
    receivers_gone = true;
    senders_watching.tell();
  }
  Watchers& watching(End end) { return end == End::sender ? senders_watching : receivers_watching; }
};

template <class T>
class LockedFlavour final : public ChannelFlavour<T> {
 public:
  // Holds up to `capacity` messages, or as many as memory does.
  explicit LockedFlavour(std::optional<std::size_t> capacity = std::nullopt)
      : capacity_(capacity) {}

  // Waits for room while its patience lasts. A room that is there when the patience ends is taken.
  // If no receiver is left, it says so at once, whether there is room or not.
  Sent send(T& message, Patience patience) override {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "put the message into the queue, or wait until there is room");
    {
      auto state = lock();
      bool is_over = patience.is_none();
      // A wakeup is a hint: another sender may have been faster. So this is a loop, and it looks
      // once more when the time is up. (Mutants 2c-if-for-while, 2c-times-out-on-a-message.)
      while (!state->receivers_gone && is_full(*state)) {
        if (is_over) return Sent::full;
        is_over = !wait(room_, state, patience);
      }
      if (state->receivers_gone) return Sent::disconnected;
      state->push(std::move(message));
    }
    // Always, and not only if the queue was empty: two receivers may sleep, and two messages may
    // come before the first of them runs. (Mutant 2c-notifies-when-empty.)
    arrived_.notify_one();
    return Sent::yes;
    // END SOLUTION
  }

  // Waits for a message while its patience lasts. One that is there when the patience ends is
  // taken. Says disconnected only when there is no message left and no sender.
  Result<T, Absent> receive(Patience patience) override {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "take the oldest message, or wait until there is one");
    Result<T, Absent> message = take(patience);
    // One room, one sender. On one Condvar for both kinds this could wake a receiver, which
    // has no use for it and sleeps on, and the wakeup is lost. (Mutant 2c-one-condvar.)
    if (message) room_.notify_one();
    return message;
    // END SOLUTION
  }

  // The messages stay; who waits for one learns that there will be no more.
  void senders_gone() noexcept override {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "note that the senders are gone, and wake who waits for them");
    {
      auto state = lock();
      state->set_senders_gone();
    }
    arrived_.notify_all();  // (mutant 2c-wakes-one-at-the-end)
    // END SOLUTION
  }

  // The messages are destroyed before this returns, but not under the lock; who waits for room
  // learns that it is of no use any more.
  void receivers_gone() noexcept override {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "note that the receivers are gone, and destroy the messages");
    std::deque<T> unread;
    {
      auto state = lock();
      state->set_receivers_gone();
      unread.swap(state->messages);
    }
    room_.notify_all();
    // Here `unread` dies. A message may hold a Sender of this very channel, whose destructor comes
    // back to the lock. (Mutants 2c-keeps-unread, 2c-destroys-under-the-lock.)
    // END SOLUTION
  }

  std::size_t len() const override {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "count the messages");
    auto state = lock();
    return state->messages.size();
    // END SOLUTION
  }

  std::optional<std::size_t> capacity() const override { return capacity_; }

  void watch(End end, Offer<T>& offer) override {
    auto state = lock();
    state->watching(end).add(offer);
  }
  void unwatch(End end, Offer<T>& offer) override {
    auto state = lock();
    state->watching(end).remove(offer);
  }

 private:
  // The lock, poisoned or not: the only thing that can throw under it is the queue's growth, which
  // then has changed nothing.
  MutexGuard<LockedState<T>> lock() const {
    auto locked = state_.lock();
    return locked ? std::move(*locked) : std::move(locked).error().into_guard();
  }

  const std::optional<std::size_t> capacity_;
  Mutex<LockedState<T>> state_;
  Condvar arrived_;  // a message has come, or the senders are gone
  Condvar room_;     // a message was taken, or the receivers are gone

  // BEGIN SOLUTION(2c)
  // STUB:
  bool is_full(const LockedState<T>& state) const {
    return capacity_ && state.messages.size() >= *capacity_;
  }

  Result<T, Absent> take(Patience patience) {
    auto state = lock();
    bool is_over = patience.is_none();
    while (state->messages.empty()) {
      if (state->senders_gone) return unexpected(Absent::disconnected);
      if (is_over) return unexpected(Absent::empty);
      is_over = !wait(arrived_, state, patience);
    }
    return state->pop();
  }

  // Returns false iff the patience is at its end. REQUIRES: it is not none.
  static bool wait(Condvar& condvar, MutexGuard<LockedState<T>>& state, Patience patience) {
    if (!patience.is_forever()) return !condvar.wait_until(state, patience.deadline());
    condvar.wait(state);
    return true;
  }
  // END SOLUTION
};

}  // namespace patina
