// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2c: one Condvar, on which everybody is woken after every change, and a list
// whose nodes are made before the lock is taken and emptied after it was given back.
#pragma once

#include <patina/channel/flavour.hpp>
#include <patina/condvar.hpp>
#include <patina/mutex.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <utility>

namespace patina {

template <class T>
class LockedFlavour final : public ChannelFlavour<T> {
 public:
  explicit LockedFlavour(std::optional<std::size_t> capacity = std::nullopt)
      : capacity_(capacity) {}

  Sent send(T& message, Patience patience) override {
    std::list<T> node;
    node.push_back(std::move(message));
    const Sent sent = hang_in(node, patience);
    if (sent == Sent::yes) {
      changed_.notify_all();
    } else {  // the message goes back to where it came from
      std::destroy_at(std::addressof(message));
      std::construct_at(std::addressof(message), std::move(node.front()));
    }
    return sent;
  }

  Result<T, Absent> receive(Patience patience) override {
    std::list<T> node;
    {
      auto state = lock();
      const auto is_decided = [&] { return !state->messages.empty() || state->senders_gone; };
      wait_until(is_decided, state, patience);
      if (state->messages.empty())
        return unexpected(state->senders_gone ? Absent::disconnected : Absent::empty);
      node.splice(node.end(), state->messages, state->messages.begin());
      state->tell(End::sender);
    }
    changed_.notify_all();
    return std::move(node.front());
  }

  void senders_gone() noexcept override {
    {
      auto state = lock();
      state->senders_gone = true;
      state->tell(End::receiver);
    }
    changed_.notify_all();
  }

  void receivers_gone() noexcept override {
    std::list<T> unread;
    {
      auto state = lock();
      state->receivers_gone = true;
      unread.swap(state->messages);
      state->tell(End::sender);
    }
    changed_.notify_all();
  }

  std::size_t len() const override {
    auto state = lock();
    return state->messages.size();
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
  struct State {
    std::list<T> messages;
    bool senders_gone = false;
    bool receivers_gone = false;
    Watchers senders;
    Watchers receivers;

    Watchers& watching(End end) { return end == End::sender ? senders : receivers; }
    void tell(End end) { watching(end).tell(); }
  };

  MutexGuard<State> lock() const {
    auto locked = state_.lock();
    return locked ? std::move(*locked) : std::move(locked).error().into_guard();
  }

  Sent hang_in(std::list<T>& node, Patience patience) {
    auto state = lock();
    const auto has_room = [&] { return !capacity_ || state->messages.size() < *capacity_; };
    const auto is_decided = [&] { return state->receivers_gone || has_room(); };
    wait_until(is_decided, state, patience);
    if (state->receivers_gone) return Sent::disconnected;
    if (!has_room()) return Sent::full;
    state->messages.splice(state->messages.end(), node);
    state->tell(End::receiver);
    return Sent::yes;
  }

  template <class Condition>
  void wait_until(Condition is_decided, MutexGuard<State>& state, Patience patience) {
    bool is_late = patience.is_none();
    while (!is_decided() && !is_late) {
      if (patience.is_forever()) {
        changed_.wait(state);
      } else {
        is_late = changed_.wait_until(state, patience.deadline());
      }
    }
  }

  const std::optional<std::size_t> capacity_;
  Mutex<State> state_;
  Condvar changed_;
};

}  // namespace patina
