// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2c: the messages lie in a ring of slots, which doubles when it is full and
// has no limit. Each kind of waiter is counted, so that nobody is notified who does not sleep.
#pragma once

#include <patina/channel/flavour.hpp>
#include <patina/condvar.hpp>
#include <patina/mutex.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

// A queue in a ring of slots.
template <class T>
class RingOfSlots {
 public:
  std::size_t size() const { return size_; }

  void push(T&& message, std::size_t slots_max) {
    if (size_ == slots_.size()) grow(slots_max);
    slots_[(first_ + size_) % slots_.size()].emplace(std::move(message));
    ++size_;
  }
  T pop() {
    std::optional<T>& slot = slots_[first_];
    T message = std::move(*slot);
    slot.reset();
    first_ = (first_ + 1) % slots_.size();
    --size_;
    return message;
  }

 private:
  void grow(std::size_t slots_max) {
    std::vector<std::optional<T>> slots(
        std::min(std::max<std::size_t>(4, 2 * slots_.size()), slots_max));
    for (std::size_t i = 0; i < size_; ++i) {
      std::optional<T>& old = slots_[(first_ + i) % slots_.size()];
      slots[i].emplace(std::move(*old));
    }
    slots_ = std::move(slots);
    first_ = 0;
  }

  std::vector<std::optional<T>> slots_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

template <class T>
class LockedFlavour final : public ChannelFlavour<T> {
 public:
  explicit LockedFlavour(std::optional<std::size_t> capacity = std::nullopt)
      : capacity_(capacity) {}

  Sent send(T& message, Patience patience) override {
    auto state = lock();
    for (bool is_late = patience.is_none();; is_late = wait(End::sender, state, patience)) {
      if (state->receivers_gone) return Sent::disconnected;
      if (!capacity_ || state->ring.size() < *capacity_) break;
      if (is_late) return Sent::full;
    }
    state->ring.push(std::move(message), capacity_.value_or(std::size_t(-1)));
    wake_one(End::receiver, *state);
    return Sent::yes;
  }

  Result<T, Absent> receive(Patience patience) override {
    auto state = lock();
    for (bool is_late = patience.is_none();; is_late = wait(End::receiver, state, patience)) {
      if (state->ring.size() != 0) break;
      if (state->senders_gone) return unexpected(Absent::disconnected);
      if (is_late) return unexpected(Absent::empty);
    }
    T message = state->ring.pop();
    wake_one(End::sender, *state);
    return message;
  }

  void senders_gone() noexcept override {
    auto state = lock();
    state->senders_gone = true;
    wake_all(End::receiver, *state);
  }

  void receivers_gone() noexcept override {
    RingOfSlots<T> unread;
    auto state = lock();
    state->receivers_gone = true;
    std::swap(unread, state->ring);
    wake_all(End::sender, *state);
    const auto unlocked = std::move(state);  // dies before `unread` does
  }

  std::size_t len() const override {
    auto state = lock();
    return state->ring.size();
  }
  std::optional<std::size_t> capacity() const override { return capacity_; }

  void watch(End end, Offer<T>& offer) override {
    auto state = lock();
    state->of(end).watchers.add(offer);
  }
  void unwatch(End end, Offer<T>& offer) override {
    auto state = lock();
    state->of(end).watchers.remove(offer);
  }

 private:
  struct Waiters {
    int sleeping = 0;
    Watchers watchers;
  };
  struct State {
    RingOfSlots<T> ring;
    bool senders_gone = false;
    bool receivers_gone = false;
    Waiters senders;
    Waiters receivers;

    Waiters& of(End end) { return end == End::sender ? senders : receivers; }
  };
  using Guard = MutexGuard<State>;

  Guard lock() const {
    auto locked = state_.lock();
    return locked ? std::move(*locked) : std::move(locked).error().into_guard();
  }
  Condvar& bell(End end) { return end == End::sender ? room_ : arrived_; }

  // returns true iff the time is over
  bool wait(End end, Guard& state, Patience patience) {
    bool is_late = false;
    ++state->of(end).sleeping;
    if (patience.is_forever()) {
      bell(end).wait(state);
    } else {
      is_late = bell(end).wait_until(state, patience.deadline());
    }
    --state->of(end).sleeping;
    return is_late;
  }

  void wake_one(End end, State& state) {
    state.of(end).watchers.tell();
    if (state.of(end).sleeping > 0) bell(end).notify_one();
  }
  void wake_all(End end, State& state) {
    state.of(end).watchers.tell();
    bell(end).notify_all();
  }

  const std::optional<std::size_t> capacity_;
  Mutex<State> state_;
  Condvar arrived_;
  Condvar room_;
};

}  // namespace patina
