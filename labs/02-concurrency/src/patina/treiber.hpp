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
  }

  void push(T value) {
    static_cast<void>(value);
    not_implemented("2e", "put a node on top whose next is what was on top");
  }

  [[nodiscard]] std::optional<T> pop() {
    not_implemented("2e", "take the node off the top, and its value; give it back safely");
  }

  bool is_empty() const noexcept {
    not_implemented("2e", "say whether there is a top");
  }

  PATINA_UNSAFE_SEND(TreiberStack, true);  // whatever T is?
  PATINA_UNSAFE_SYNC(TreiberStack, true);

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


  Epochs epochs_;
  rt::atomic<Node*> top_{nullptr};
};

}  // namespace patina
