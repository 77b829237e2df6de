// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j under the explorer, hidden: two readers, and the queue beside a queue of one thread.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>
#include <testkit/history.hpp>

#include <patina/epoch.hpp>
#include <patina/queue.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <cstdint>
#include <deque>
#include <string_view>

using namespace testkit;
using patina::Collector;
using patina::LinkedQueue;
using patina::rt::thread;

struct Page {
  patina::rt::cell<int> text{1};
  ~Page() { text.set(0); }
};

TEST_CASE("2j.h03 Two readers that come at different times keep what each of them reads",
          "[2j.h03]") {
  explore::Options options;
  options.executions_max = 6000;
  step("read in two threads, once and twice, and replace the page in a third");
  explore::explore(options, [] {
    Collector collector;
    patina::rt::atomic<Page*> page(new Page);
    const auto read = [&] {
      auto guard = collector.pin();
      testkit::check(page.load(patina::rt::memory_order_acquire)->text.get() == 1,
                     "a page is there");
    };
    thread second([&] {
      auto guard = collector.pin();
      Page* const old = page.exchange(new Page, patina::rt::memory_order_acq_rel);
      guard.defer([old] { delete old; });
      guard.repin();
      guard.flush();
    });
    thread third(read);
    read();
    collector.pin().flush();
    read();
    second.join();
    third.join();
    delete page.load();
  });
}

struct Model {
  std::deque<std::int64_t> items{};

  std::int64_t operator()(std::string_view name, std::int64_t argument) {
    if (name == "push") return items.push_back(argument), 0;
    if (items.empty()) return no_answer;
    const std::int64_t first = items.front();
    items.pop_front();
    return first;
  }
  bool operator==(const Model&) const = default;
};

TEST_CASE("2j.h04 Whatever threads push and pop, one order of the calls explains all answers",
          "[2j.h04]") {
  explore::Options options;
  options.executions_max = 6000;
  options.memory = explore::Memory::sequential;
  step("push and pop in one thread, push twice and pop in the other");
  explore::explore(options, [] {
    LinkedQueue<std::int64_t> queue;
    History<Model> history;
    const auto push = [&](std::int64_t value) {
      history.call("push", value, [&] { return queue.push(value), 0; });
    };
    const auto pop = [&] {
      history.call("pop", [&] { return queue.pop().value_or(no_answer); });
    };
    thread other([&] { push(1), pop(); });
    push(2), push(3), pop();
    other.join();
    pop(), pop();
    history.check();
  });
}
