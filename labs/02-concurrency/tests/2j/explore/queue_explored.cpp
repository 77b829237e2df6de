// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j under the explorer: the queue in every order.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/deferred.hpp>
#include <patina/queue.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <list>
#include <optional>
#include <set>

using namespace testkit;
using patina::LinkedQueue;
using patina::rt::thread;

struct Letter {
  patina::rt::cell<int> pages{0};
};

static explore::Options small() {
  explore::Options options;
  options.executions_max = 8000;
  return options;
}

TEST_CASE("2j.10 What was done before a push is seen by who pops that value", "[2j.10]") {
  step("write two letters and push them, and pop in the other thread");
  explore::explore(small(), [] {
    Letter letters[2];
    LinkedQueue<Letter*> queue;
    thread writer([&] {
      for (Letter& letter : letters) {
        letter.pages.set(3);
        queue.push(&letter);
      }
    });
    for (int i = 0; i < 2; ++i)
      if (const auto found = queue.pop())
        testkit::check((*found)->pages.get() == 3, "a letter that arrives is written");
    writer.join();
  });
}

// Says when a node may be freed, and means it: at the moment at which the last guard goes of those
// that lived when it was deferred. Its books are no business of the search, as fibers take turns.
class ExactEpochs {
 public:
  class Guard {
   public:
    explicit Guard(ExactEpochs& epochs) : epochs_(epochs), name_(epochs.gate_.fetch_add(1)) {
      epochs_.live_.insert(name_);
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { epochs_.leave(name_); }

    template <class F>
    void defer(F f) {
      epochs_.waiting_.push_back({epochs_.live_, patina::Deferred(f)});
    }

   private:
    ExactEpochs& epochs_;
    const int name_;
  };

  Guard pin() { return Guard(*this); }

 private:
  struct Waiting {
    std::set<int> guards;
    patina::Deferred call;
  };

  void leave(int name) {
    gate_.fetch_add(1);  // reads come before what is freed
    live_.erase(name);
    for (Waiting& one : waiting_) {
      if (one.guards.erase(name) == 1 && one.guards.empty()) one.call();
    }
  }

  patina::rt::atomic<int> gate_{0};
  std::set<int> live_;
  std::list<Waiting> waiting_;
};

TEST_CASE("2j.11 A node that is retired is neither the tail nor what another thread has in hand",
          "[2j.11]") {
  explore::Options options = small();
  options.memory = explore::Memory::sequential;  // who hears of what, and when, is for 2j.10
  step("push in two threads, and pop what has just been pushed in a third");
  explore::explore(options, [] {
    LinkedQueue<int, ExactEpochs> queue;
    bool was_popped = false;
    thread second([&] { was_popped = queue.pop().has_value(); });
    thread third([&] { queue.push(2); });
    queue.push(1);
    second.join();
    third.join();
    int left = 0;
    while (queue.pop().has_value()) ++left;
    testkit::check(left == (was_popped ? 1 : 2), "each value is popped once");
  });
  step("pop in two threads");
  explore::explore(options, [] {
    LinkedQueue<int, ExactEpochs> queue;
    for (int i = 1; i <= 3; ++i) queue.push(i);
    thread other([&] { testkit::check(queue.pop().has_value(), "there is one for each pop"); });
    for (int i = 0; i < 2; ++i)
      testkit::check(queue.pop().has_value(), "there is one for each pop");
    other.join();
    testkit::check(queue.is_empty(), "and no more");
  });
}

TEST_CASE("2j.12 Two producers lose nothing, and each one's values come in its order", "[2j.12]") {
  step("push two values in one thread and one in another, and pop them all");
  explore::explore(small(), [] {
    LinkedQueue<int> queue;
    thread other([&] {
      queue.push(1);
      queue.push(2);
    });
    queue.push(10);
    other.join();
    int last = 0, sum = 0;
    while (const auto value = queue.pop()) {
      sum += *value;
      if (*value == 10) continue;
      testkit::check(*value > last, "the values of a producer come in its order");
      last = *value;
    }
    testkit::check(sum == 13, "each value is popped once");
  });
}
