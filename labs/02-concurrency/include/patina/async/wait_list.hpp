// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Who waits for a turn, first come first served; anybody may leave from the middle.
//
// Interface:
//   Turn                  one that waits: its Waker, and whether its turn has come
//   WaitList<Turn> list   push(turn) at the end, pop() -> Turn* or null, remove(turn), is_empty()
//
// Invariants: a turn stands in at most one list. The list owns none: who waits owns its turn, and
// takes it out before it goes.
// Thread rule: none of its own; a lock around it.
#pragma once

#include <patina/async/frame_pool.hpp>
#include <patina/async/waker.hpp>

namespace patina {

template <class Item>
struct WaitLink {
  Item* wait_previous = nullptr;
  Item* wait_next = nullptr;
};

template <class Item>
class WaitList {
 public:
  bool is_empty() const noexcept { return first_ == nullptr; }
  void push(Item& item) noexcept {
    item.wait_previous = last_;
    item.wait_next = nullptr;
    (last_ == nullptr ? first_ : last_->wait_next) = &item;
    last_ = &item;
  }
  Item* pop() noexcept {
    Item* const item = first_;
    if (item != nullptr) remove(*item);
    return item;
  }
  // REQUIRES: `item` stands in this list.
  void remove(Item& item) noexcept {
    (item.wait_previous == nullptr ? first_ : item.wait_previous->wait_next) = item.wait_next;
    (item.wait_next == nullptr ? last_ : item.wait_next->wait_previous) = item.wait_previous;
  }

 private:
  Item* first_ = nullptr;
  Item* last_ = nullptr;
};

// Guarded by the lock of what is waited for, like the list.
struct Turn : WaitLink<Turn>, PooledFrame {
  Waker waker;
  bool has_come = false;  // then it stands in the list no more
};

}  // namespace patina
