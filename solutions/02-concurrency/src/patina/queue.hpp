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
    // BEGIN SOLUTION(2j)
    // STUB: not_implemented("2j", "begin with one node that has no value");
    auto* const first = new Node;
    head_.store(first, rt::memory_order_relaxed);
    tail_.store(first, rt::memory_order_relaxed);
    // END SOLUTION
  }
  LinkedQueue(const LinkedQueue&) = delete;
  LinkedQueue& operator=(const LinkedQueue&) = delete;

  // Destroys what was not popped.
  ~LinkedQueue() {
    // BEGIN SOLUTION(2j)
    // STUB:
    Node* node = head_.load(rt::memory_order_relaxed);
    while (Node* const next = node->next.load(rt::memory_order_relaxed)) {
      delete std::exchange(node, next);
      node->room.with_mut([](Room& room) { std::destroy_at(std::addressof(room.value)); });
    }
    delete node;
    // END SOLUTION
  }

  void push(T value) {
    // BEGIN SOLUTION(2j)
    // STUB: static_cast<void>(value);
    // STUB: not_implemented("2j", "hang a node on the last one, and move the tail there");
    auto* const node = new Node;
    node->room.with_mut([&](Room& room) {
      std::construct_at(std::addressof(room.value), std::move(value));
    });
    auto guard = epochs_.pin();
    while (true) {
      Node* tail = tail_.load(rt::memory_order_acquire);
      Node* next = tail->next.load(rt::memory_order_acquire);
      if (next == nullptr &&
          tail->next.compare_exchange_strong(next, node, rt::memory_order_release,
                                             rt::memory_order_acquire)) {
        next = node;
      }
      // Either ours hangs there, or another one that its owner has not moved the tail to yet: we
      // don't wait for him. If this fails, somebody else has done it.
      tail_.compare_exchange_strong(tail, next, rt::memory_order_release,
                                    rt::memory_order_relaxed);
      if (next == node) return;
    }
    // END SOLUTION
  }

  [[nodiscard]] std::optional<T> pop() {
    // BEGIN SOLUTION(2j)
    // STUB: not_implemented("2j", "move the head to its next, and take the value out of that one");
    auto guard = epochs_.pin();
    Node* head = head_.load(rt::memory_order_acquire);
    while (true) {
      Node* const next = head->next.load(rt::memory_order_acquire);
      if (next == nullptr) return std::nullopt;
      if (head_.compare_exchange_weak(head, next, rt::memory_order_acq_rel,
                                      rt::memory_order_acquire)) {
        // The tail may still be here, and the next push would begin at a node that is gone. (Mutant
        // 2j-retires-the-tail.) Relaxed: whoever hung `next` there had seen the tail here.
        Node* tail = tail_.load(rt::memory_order_relaxed);
        if (tail == head) {
          tail_.compare_exchange_strong(tail, next, rt::memory_order_release,
                                        rt::memory_order_relaxed);
        }
        // Others may make `next` their old head and retire it by now: this guard keeps it.
        std::optional<T> value = take(*next);
        guard.defer([head] { delete head; });
        return value;
      }
    }
    // END SOLUTION
  }

  bool is_empty() {
    // BEGIN SOLUTION(2j)
    // STUB: not_implemented("2j", "say whether the head has no next");
    auto guard = epochs_.pin();
    const Node* const head = head_.load(rt::memory_order_acquire);
    return head->next.load(rt::memory_order_relaxed) == nullptr;
    // END SOLUTION
  }

  // BEGIN SOLUTION(2j)
  // STUB: PATINA_UNSAFE_SEND(LinkedQueue, true);  // whatever T is?
  // STUB: PATINA_UNSAFE_SYNC(LinkedQueue, true);
  PATINA_UNSAFE_SEND(LinkedQueue, Send<T>);
  PATINA_UNSAFE_SYNC(LinkedQueue, Send<T>);
  // END SOLUTION

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
