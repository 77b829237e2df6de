// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 2e: tickets and turns. An end of the ring is a ticket that only counts up to
// a multiple of the capacity and begins again; ticket / capacity is the turn, ticket % capacity the
// place. A place counts the pushes and pops that it has had: 2 * turn before the push of that turn,
// 2 * turn + 1 between the push and the pop.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

namespace patina {

template <class T, class Count = std::size_t>
class Ring {
 public:
  explicit Ring(std::size_t capacity,
                std::source_location where = std::source_location::current())
      : capacity_(static_cast<Count>(capacity)), places_(capacity) {
    if (capacity == 0) fail_assertion("a ring needs a place", where);
    if (capacity > std::numeric_limits<Count>::max() / 4)
      fail_assertion("a ring needs more tickets than places", where);
    turns_ = static_cast<Count>(std::numeric_limits<Count>::max() / 2 / capacity);
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring() {
    while (pop().has_value()) continue;
  }

  [[nodiscard]] Result<void, T> push(T value) {
    while (true) {
      Count ticket = pushes_.load(rt::memory_order_seq_cst);
      Place& place = places_[ticket % capacity_];
      const Count turn = place.turn.load(rt::memory_order_acquire);
      if (turn == push_turn(ticket)) {
        if (pushes_.compare_exchange_strong(ticket, next(ticket))) {
          place.value.with_mut([&](std::optional<T>& room) { room.emplace(std::move(value)); });
          place.turn.store(static_cast<Count>(turn + 1), rt::memory_order_release);
          return {};
        }
      } else if (distance(pops_.load(rt::memory_order_seq_cst), ticket) == capacity_ &&
                 pushes_.load(rt::memory_order_seq_cst) == ticket) {
        return unexpected(std::move(value));
      }
      rt::spin_hint();
    }
  }

  [[nodiscard]] std::optional<T> pop() {
    while (true) {
      Count ticket = pops_.load(rt::memory_order_seq_cst);
      Place& place = places_[ticket % capacity_];
      const Count turn = place.turn.load(rt::memory_order_acquire);
      if (turn == push_turn(ticket) + 1) {
        if (pops_.compare_exchange_strong(ticket, next(ticket))) {
          std::optional<T> value;
          place.value.with_mut([&](std::optional<T>& room) {
            value.emplace(std::move(*room));
            room.reset();
          });
          const Count after = static_cast<Count>(turn + 1);
          place.turn.store(after == 2 * turns_ ? Count(0) : after, rt::memory_order_release);
          return value;
        }
      } else if (pushes_.load(rt::memory_order_seq_cst) == ticket &&
                 pops_.load(rt::memory_order_seq_cst) == ticket) {
        return std::nullopt;
      }
      rt::spin_hint();
    }
  }

  std::size_t len() const noexcept {
    while (true) {
      const Count pops = pops_.load(rt::memory_order_seq_cst);
      const Count pushes = pushes_.load(rt::memory_order_seq_cst);
      if (pops_.load(rt::memory_order_seq_cst) == pops) return distance(pops, pushes);
    }
  }
  bool is_empty() const noexcept { return len() == 0; }
  bool is_full() const noexcept { return len() == capacity_; }
  std::size_t capacity() const noexcept { return capacity_; }

  PATINA_UNSAFE_SEND(Ring, Send<T>);
  PATINA_UNSAFE_SYNC(Ring, Send<T>);

 private:
  struct Place {
    rt::atomic<Count> turn{0};
    rt::cell<std::optional<T>> value;
  };

  Count end() const noexcept { return static_cast<Count>(turns_ * capacity_); }
  Count next(Count ticket) const noexcept {
    return ticket + 1 == end() ? Count(0) : static_cast<Count>(ticket + 1);
  }
  Count push_turn(Count ticket) const noexcept {
    return static_cast<Count>(2 * (ticket / capacity_));
  }
  std::size_t distance(Count from, Count to) const noexcept {
    return to >= from ? static_cast<std::size_t>(to - from)
                      : static_cast<std::size_t>(end() - from + to);
  }

  const Count capacity_;
  Count turns_ = 0;
  std::vector<Place> places_;
  rt::atomic<Count> pops_{0};
  rt::atomic<Count> pushes_{0};
};

}  // namespace patina
