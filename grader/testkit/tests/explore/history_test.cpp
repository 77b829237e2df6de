// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Histories: what a sequential model explains passes, what it doesn't fails.
#include <patina/base/not_implemented.hpp>
#include <testkit/history.hpp>

#include <deque>

#include "litmus.hpp"

using namespace litmus;

namespace {

// A queue as it would be with one thread.
struct Queue {
  std::deque<std::int64_t> items;
  std::int64_t operator()(std::string_view name, std::int64_t argument) {
    if (name == "push") return items.push_back(argument), testkit::no_answer;
    if (items.empty()) return testkit::no_answer;
    const std::int64_t first = items.front();
    items.pop_front();
    return first;
  }
  bool operator==(const Queue&) const = default;
};

// Two slots under a lock, one producer and one consumer. With the bug pop looks at the last one.
void slots(bool is_fair) {
  rt::mutex mutex;
  rt::cell<std::deque<std::int64_t>> items;
  testkit::History<Queue> history;
  const auto push = [&](int item) {
    history.call("push", item, [&] {
      const std::lock_guard lock(mutex);
      items.write().push_back(item);
      return testkit::no_answer;
    });
  };
  const auto pop = [&] {
    history.call("pop", [&] {
      const std::lock_guard lock(mutex);
      if (items.read().empty()) return testkit::no_answer;
      std::deque<std::int64_t>& all = items.write();
      const std::int64_t item = is_fair ? all.front() : all.back();
      if (is_fair)
        all.pop_front();
      else
        all.pop_back();
      return item;
    });
  };
  threads([&] { push(1), push(2); }, [&] { pop(), pop(); });
  history.check();
}

TEST_CASE("A queue that answers out of order is not linearizable") {
  CHECK(found_in([] { slots(true); }) == Kind::none);
  const Result result = explore::explore(quiet(), [] { slots(false); });
  CHECK(result.failure.kind == Kind::history);
  CHECK(result.failure.text.find("no order of the calls explains") != std::string::npos);
}

TEST_CASE("A history keeps to real time: an answer from before a call began is none") {
  testkit::History<Queue> history;
  history.call("push", 1, [] { return testkit::no_answer; });
  history.call("push", 2, [] { return testkit::no_answer; });
  history.call("pop", [] { return 1; });
  history.call("pop", [] { return 2; });
  history.check();
  history.call("pop", [] { return testkit::no_answer; });
  history.check();
  CHECK(testkit::broken_rules() == 0);
}

// What was written last, as it would be with one thread.
struct Latest {
  std::int64_t value = 0;
  std::int64_t operator()(std::string_view name, std::int64_t argument) {
    if (name == "write") value = argument;
    return value;
  }
  bool operator==(const Latest&) const = default;
};

// It reads where nobody writes: wrong, if the write came back before the read began. The two calls
// touch nothing in common, so a search that looks at the code alone takes both orders for one.
TEST_CASE("Which call ended before which began is tried both ways, even if the two never meet") {
  Options options = quiet();
  options.plan = explore::Plan::exhaustive;
  const Result result = explore::explore(options, [] {
    Atomic written(0);
    Atomic read(0);
    testkit::History<Latest> history;
    const auto store = [&] { return written.store(1, relaxed), 1; };
    threads([&] { history.call("read", [&] { return read.load(relaxed); }); },
            [&] { history.call("write", 1, store); });
    history.check();
  });
  CHECK(result.failure.kind == Kind::history);
}

TEST_CASE("A stub that is reached ends the exploration, and is no failure of it") {
  const Result result = explore::explore(
      quiet(), [] { threads([] { patina::not_implemented("2a", "count down and free"); }); });
  CHECK_FALSE(result.has_failed());
  CHECK(result.executions == 1);
}

}  // namespace
