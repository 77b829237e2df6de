// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2e: TreiberStack<T>, a stack for many threads: one pointer to the top, and a
// compare-exchange.
//
// Interface:
//   TreiberStack<T> stack
//   stack.push(value)
//   stack.pop()             the value that was pushed last, or nothing if there was none
//   stack.is_empty()
//
// Contract:
//   - every value that was pushed is popped once, or destroyed with the stack; it lives on in who
//     popped it and nowhere else, whenever its node is given back;
//   - what a thread did before a push happens before what the thread does that pops that value;
//   - in one order of all calls each pop takes what was pushed last, or finds nothing;
//   - a node is given back when no other thread can be reading it, and not when the stack dies:
//     memory is bounded by what is in the stack and by what was popped a short while ago.
// If a move constructor of T throws, nothing is promised but that nothing is used that is freed.
//
// Epochs is what says when a node may be freed (patina/epoch_given.hpp): pin(), guard.defer(f).
// Whether you use it is up to you: a node that is reused safely need not be freed.
// Thread rule: any thread may call anything but the constructor and the destructor. A TreiberStack
// is Send and Sync iff T is Send.
// See also: R. Kent Treiber, Systems Programming: Coping with Parallelism (IBM RJ 5118, 1986).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/epoch_given.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

template <class T, class Epochs = GivenEpochs>
class TreiberStack {
 public:
  TreiberStack() = default;
  TreiberStack(const TreiberStack&) = delete;
  TreiberStack& operator=(const TreiberStack&) = delete;

  // Destroys what was not popped, one after the other: a deep stack must not be a deep recursion.
  ~TreiberStack() {
    // BEGIN SOLUTION(2e)
    // STUB:
    Node* node = top_.load(rt::memory_order_relaxed);
    while (node != nullptr) {
      Node* const next = node->next.get();
      node->room.with_mut([](Room& room) { std::destroy_at(std::addressof(room.value)); });
      delete node;
      node = next;
    }
    // END SOLUTION
  }

  void push(T value) {
    // BEGIN SOLUTION(2e)
    // STUB: static_cast<void>(value);
    // STUB: not_implemented("2e", "put a node on top whose next is what was on top");
    auto* const node = new Node(std::move(value));
    Node* top = top_.load(rt::memory_order_relaxed);
    // Release: value and next are there before anybody finds the node. (Mutant 2e-push-is-relaxed.)
    // No pin: a push reads nothing of the old top, and that it may be another of the same address
    // by now does no harm. A failed try has looked anew. (Mutant 2e-keeps-an-old-next.)
    do {
      node->next.set(top);
    } while (!top_.compare_exchange_weak(top, node, rt::memory_order_release,
                                         rt::memory_order_relaxed));
    // END SOLUTION
  }

  [[nodiscard]] std::optional<T> pop() {
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "take the node off the top, and its value; give it back safely");
    // Pinned before the look: from then on no node that I may see is freed, so none comes back
    // under the same address either while I compare. (Mutants 2e-pins-late, 2e-unpins-early.)
    auto guard = epochs_.pin();
    // Acquire, also when it failed: the next is read. (Mutant 2e-pop-is-relaxed.)
    Node* top = top_.load(rt::memory_order_acquire);
    while (top != nullptr) {
      // No release to take it off: what lies below was published by its own pushes, and every
      // change since continues their release sequences.
      if (top_.compare_exchange_weak(top, top->next.get(), rt::memory_order_acquire)) {
        return take(top, guard);
      }
    }
    return std::nullopt;
    // END SOLUTION
  }

  bool is_empty() const noexcept {
    // BEGIN SOLUTION(2e)
    // STUB: not_implemented("2e", "say whether there is a top");
    return top_.load(rt::memory_order_relaxed) == nullptr;
    // END SOLUTION
  }

  // BEGIN SOLUTION(2e)
  // STUB: PATINA_UNSAFE_SEND(TreiberStack, true);  // whatever T is?
  // STUB: PATINA_UNSAFE_SYNC(TreiberStack, true);
  PATINA_UNSAFE_SEND(TreiberStack, Send<T>);
  PATINA_UNSAFE_SYNC(TreiberStack, Send<T>);
  // END SOLUTION

 private:
  union Room {
    explicit Room(T&& from) : value(std::move(from)) {}
    ~Room() {}
    T value;  // destroyed by hand, by who popped it: its node lives longer
  };
  struct Node {
    explicit Node(T&& value) : room(std::move(value)) {}
    rt::cell<Room> room;
    rt::cell<Node*> next{nullptr};
  };

  // BEGIN SOLUTION(2e)
  // STUB:
  // The node is off the stack: the value is ours alone, the rest others may still be reading.
  // (Mutants 2e-frees-at-once, 2e-value-dies-twice, 2e-never-frees.)
  template <class Guard>
  std::optional<T> take(Node* node, Guard& guard) {
    std::optional<T> value;
    node->room.with_mut([&](Room& room) {
      value.emplace(std::move(room.value));
      std::destroy_at(std::addressof(room.value));
    });
    guard.defer([node] { delete node; });
    return value;
  }
  // END SOLUTION

  Epochs epochs_;
  rt::atomic<Node*> top_{nullptr};
};

}  // namespace patina
