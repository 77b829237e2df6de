// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e under the explorer: ABA, shown on a stack that is wrong, and prevented in yours.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>
#include <patina/treiber.hpp>

#include <deque>
#include <optional>

using namespace testkit;
using patina::TreiberStack;
using patina::rt::thread;

// The same stack without epochs. A node that was popped is freed at once; or it is kept, and reused
// by a later push, as an allocator does it too.
template <bool reuses>
class NaiveStack {
 public:
  ~NaiveStack() {
    while (pop().has_value()) continue;
    for (Node* const node : spares_) delete node;
  }

  void push(int value) {
    Node* const node = spares_.empty() ? new Node : spares_.front();
    if (!spares_.empty()) spares_.pop_front();
    node->value.store(value);
    Node* top = top_.load();
    do {
      node->next.store(top);
    } while (!top_.compare_exchange_strong(top, node));
  }

  std::optional<int> pop() {
    Node* top = top_.load();
    while (top != nullptr) {
      Node* const next = top->next.load();
      if (top_.compare_exchange_strong(top, next)) {  // it is the same node: is its next the same?
        const int value = top->value.load();
        if (reuses)
          spares_.push_back(top);
        else
          delete top;
        return value;
      }
    }
    return std::nullopt;
  }

 private:
  struct Node {
    patina::rt::atomic<int> value{0};
    patina::rt::atomic<Node*> next{nullptr};
  };
  patina::rt::atomic<Node*> top_{nullptr};
  std::deque<Node*> spares_;  // of the fibers, which take turns: not the point here
};

// One thread pops once. The other pops two and pushes the first of them again. Then all is popped:
// three values went in, and one of them twice.
template <class Stack>
void story() {
  Stack stack;
  stack.push(1);
  stack.push(2);
  int times[3] = {};
  std::optional<int> popped;
  thread other([&] { popped = stack.pop(); });
  const auto second = stack.pop();
  const auto first = stack.pop();
  stack.push(0);
  other.join();
  for (const auto& value : {popped, first, second})
    if (value.has_value()) ++times[*value];
  while (const auto value = stack.pop()) ++times[*value];
  testkit::check(times[0] == 1 && times[1] == 1 && times[2] == 1, "each value is popped once");
}

TEST_CASE("2e.24 Freed or reused at once, the same node is not the same moment; with epochs it is",
          "[2e.24]") {
  explore::Options options;
  options.executions_max = 10'000;
  step("your stack: pop in one thread; pop, pop and push in the other");
  explore::explore(options, [] { story<TreiberStack<int>>(); });
  options.is_quiet = true;  // what it finds is what we expect
  step("the same story with nodes that are freed at once");
  const auto freed = explore::explore(options, [] { story<NaiveStack<false>>(); });
  CHECK(freed.has_failed());  // a read of the freed, or a free that no order keeps after a read
  step("the same story with nodes that are reused at once");
  const auto reused = explore::explore(options, [] { story<NaiveStack<true>>(); });
  CHECK(reused.failure.text == "each value is popped once");
}
