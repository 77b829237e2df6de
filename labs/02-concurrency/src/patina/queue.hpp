// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2j: LinkedQueue<T>, an unbounded queue for many threads: that of Michael and Scott.
//
// Interface:
//   LinkedQueue<T> queue
//   queue.push(value)
//   queue.pop()             the oldest value, or nothing if there was none
//   queue.is_empty()
//
// Contract:
//   - every value that was pushed is popped once, or destroyed with the queue; it lives in who
//     popped it and nowhere else. Values of one producer are popped in its order;
//   - what a producer did before its push happens before what the consumer does that pops the
//     value;
//   - no thread waits for another one: who finds the tail behind moves it on himself;
//   - nodes are given back by way of Epochs: pin(), guard.defer(f). They are your Collector's.
// Invariants: from the head a chain of nodes leads to the last one. The node at the head has no
// value any more. The tail is in the chain, at the last node or behind it, and never behind the
// head.
// Thread rule: any thread may call anything but the constructor and the destructor. A LinkedQueue
// is Send and Sync iff T is Send.
// See also: Maged Michael and Michael Scott, Simple, Fast, and Practical Non-Blocking and Blocking
// Concurrent Queue Algorithms (PODC 1996); crossbeam-epoch, sync/queue.rs.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/epoch.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace patina {

template <class T, class Epochs = Collector>
class LinkedQueue {
 public:
  LinkedQueue() {
    not_implemented("2j", "begin with one node that has no value");
  }
  LinkedQueue(const LinkedQueue&) = delete;
  LinkedQueue& operator=(const LinkedQueue&) = delete;

  // Destroys what was not popped.
  ~LinkedQueue() {
  }

  void push(T value) {
    static_cast<void>(value);
    not_implemented("2j", "hang a node on the last one, and move the tail there");
  }

  [[nodiscard]] std::optional<T> pop() {
    not_implemented("2j", "move the head to its next, and take the value out of that one");
  }

  bool is_empty() {
    not_implemented("2j", "say whether the head has no next");
  }

  PATINA_UNSAFE_SEND(LinkedQueue, true);  // whatever T is?
  PATINA_UNSAFE_SYNC(LinkedQueue, true);

 private:
  union Room {
    Room() noexcept {}
    ~Room() {}
    T value;  // destroyed by hand, by who popped it: its node lives longer
  };
  struct Node {
    rt::cell<Room> room;
    rt::atomic<Node*> next{nullptr};
  };

  // Given: moves the value out, and destroys what is left of it.
  static std::optional<T> take(Node& node) {
    std::optional<T> value;
    node.room.with_mut([&](Room& room) {
      value.emplace(std::move(room.value));
      std::destroy_at(std::addressof(room.value));
    });
    return value;
  }

  Epochs epochs_;
  alignas(64) rt::atomic<Node*> head_{nullptr};
  alignas(64) rt::atomic<Node*> tail_{nullptr};
};

}  // namespace patina
