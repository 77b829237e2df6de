// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Algorithms that are right with the orders they need and wrong without: no false alarm, no miss.
#include "litmus.hpp"

using namespace litmus;

namespace {

// Dekker's core: each says that it wants in, and goes in unless the other wants too.
void dekker(std::memory_order store, std::memory_order load, bool has_fences) {
  Atomic wants[2] = {0, 0};
  rt::cell<int> inside(0);
  const auto enter = [&](int own) {
    wants[own].store(1, store);
    if (has_fences) rt::atomic_thread_fence(seq_cst);
    if (wants[1 - own].load(load) == 0) inside.set(own);
  };
  threads([&] { enter(0); }, [&] { enter(1); });
}

TEST_CASE("Dekker's entry is right with seq_cst accesses and with seq_cst fences") {
  CHECK(found_in([] { dekker(seq_cst, seq_cst, false); }) == Kind::none);
  CHECK(found_in([] { dekker(relaxed, relaxed, true); }) == Kind::none);
}

TEST_CASE("Dekker's entry is wrong with release and acquire, or with one seq_cst side") {
  CHECK(found_in([] { dekker(release, acquire, false); }) == Kind::race);
  CHECK(found_in([] { dekker(seq_cst, acquire, false); }) == Kind::race);
  CHECK(found_in([] { dekker(relaxed, seq_cst, false); }) == Kind::race);
}

void peterson(std::memory_order order) {
  Atomic wants[2] = {0, 0};
  Atomic turn(0);
  rt::cell<int> inside(0);
  const auto pass = [&](int own) {
    wants[own].store(1, order == seq_cst ? seq_cst : release);
    turn.store(1 - own, order == seq_cst ? seq_cst : release);
    while (wants[1 - own].load(order) == 1 && turn.load(order) == 1 - own) rt::spin_hint();
    inside.set(inside.get() + 1);
    wants[own].store(0, release);
  };
  threads([&] { pass(0); }, [&] { pass(1); });
}

TEST_CASE("Peterson's lock needs seq_cst") {
  CHECK(found_in([] { peterson(seq_cst); }) == Kind::none);
  CHECK(found_in([] { peterson(acquire); }) == Kind::race);
}

void spin_lock(std::memory_order lock, std::memory_order unlock, bool has_hint) {
  rt::atomic_flag taken;
  rt::cell<int> inside(0);
  const auto pass = [&] {
    while (taken.test_and_set(lock))
      if (has_hint) rt::spin_hint();
    inside.set(inside.get() + 1);
    taken.clear(unlock);
  };
  threads(pass, pass, pass);
  testkit::check(inside.get() == 3, "three passes make three");
}

TEST_CASE("A spin lock needs acquire and release, and is followed with and without a hint") {
  CHECK(found_in([] { spin_lock(acquire, release, true); }) == Kind::none);
  CHECK(found_in([] { spin_lock(acquire, release, false); }) == Kind::none);
  CHECK(found_in([] { spin_lock(relaxed, release, true); }) == Kind::race);
  CHECK(found_in([] { spin_lock(acquire, relaxed, true); }) == Kind::race);
}

void double_checked(std::memory_order load, std::memory_order store) {
  rt::mutex mutex;
  rt::atomic<rt::cell<int>*> shared(nullptr);
  const auto use = [&] {
    rt::cell<int>* held = shared.load(load);
    if (held == nullptr) {
      const std::lock_guard lock(mutex);
      held = shared.load(relaxed);
      if (held == nullptr) shared.store(held = new rt::cell<int>(7), store);
    }
    testkit::check(held->get() == 7, "what is published is whole");
  };
  threads(use, use);
  delete shared.load();
}

TEST_CASE("Double-checked locking needs acquire and release") {
  CHECK(found_in([] { double_checked(acquire, release); }) == Kind::none);
  CHECK(found_in([] { double_checked(relaxed, release); }) == Kind::race);
  CHECK(found_in([] { double_checked(acquire, relaxed); }) == Kind::race);
}

// A shared owner: who counts down to zero frees.
void shared_owner(std::memory_order down, bool has_fence) {
  struct Block {
    Atomic count{2};
    rt::cell<int> value{0};
  };
  auto* const block = new Block;
  const auto drop = [&] {
    block->value.get();
    if (block->count.fetch_sub(1, down) != 1) return;
    if (has_fence) rt::acquire_fence(block->count);
    delete block;
  };
  threads(drop, drop);
}

TEST_CASE("The last owner frees only after an acquire of what the others released") {
  CHECK(found_in([] { shared_owner(release, true); }) == Kind::none);
  CHECK(found_in([] { shared_owner(acq_rel, false); }) == Kind::none);
  CHECK(found_in([] { shared_owner(relaxed, true); }) == Kind::race);
  CHECK(found_in([] { shared_owner(release, false); }) == Kind::race);
}

// The pop of a stack whose nodes are used again: top, next, exchange (Treiber, with ABA).
void treiber(bool has_tag) {
  struct Top {
    std::int32_t node;
    std::int32_t tag;
  };
  rt::atomic<Top> top(Top{0, 0});
  Atomic next[2] = {1, -1};
  Atomic holders[2] = {0, 0};
  const auto pop = [&] {
    Top old = top.load();
    while (old.node >= 0 &&
           !top.compare_exchange_strong(old, Top{next[old.node].load(), old.tag + has_tag})) {
    }
    if (old.node >= 0)
      testkit::check(holders[old.node].fetch_add(1) == 0, "a node is popped by one thread");
    return old.node;
  };
  const auto push = [&](int node) {
    holders[node].fetch_sub(1);
    Top old = top.load();
    do next[node].store(old.node);
    while (!top.compare_exchange_strong(old, Top{node, old.tag + has_tag}));
  };
  threads([&] { pop(), pop(); },
          [&] {
            const int first = pop();
            pop();
            if (first >= 0) push(first);
          });
}

TEST_CASE("ABA: a Treiber stack that uses nodes again needs a tag") {
  CHECK(found_in([] { treiber(true); }) == Kind::none);
  CHECK(found_in([] { treiber(false); }) == Kind::check);
}

}  // namespace
