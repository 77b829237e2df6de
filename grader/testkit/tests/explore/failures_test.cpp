// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Failures of waiting and counting are found, and its negative control is clean.
#include "litmus.hpp"

using namespace litmus;

namespace {

TEST_CASE("A counter that is read and written in two steps loses updates") {
  const auto count = [](bool is_whole) {
    Atomic n(0);
    const auto add = [&] {
      if (is_whole)
        n.fetch_add(1);
      else
        n.store(n.load() + 1);
    };
    threads(add, add);
    testkit::check(n.load() == 2, "two increments make two");
  };
  CHECK(found_in([&] { count(false); }) == Kind::check);
  CHECK(found_in([&] { count(true); }) == Kind::none);
}

TEST_CASE("Two locks in two orders are a deadlock, and the report says who waits for what") {
  const auto lock = [](bool is_ordered) {
    rt::mutex a, b;
    threads([&] { const std::lock_guard first(a), second(b); },
            [&] { const std::lock_guard first(is_ordered ? a : b), second(is_ordered ? b : a); });
  };
  const Result result = explore::explore(quiet(), [&] { lock(false); });
  CHECK(result.failure.kind == Kind::deadlock);
  CHECK(result.failure.text.find("thread 1 waits for mutex 2, held by thread 2") !=
        std::string::npos);
  CHECK(found_in([&] { lock(true); }) == Kind::none);
}

// One producer, two consumers; who notifies only when the queue was empty leaves one asleep.
void queue(bool always_notifies) {
  rt::mutex mutex;
  rt::condition_variable filled;
  rt::cell<int> size(0);
  const auto take = [&] {
    std::unique_lock lock(mutex);
    while (size.get() == 0) filled.wait(lock);
    size.set(size.get() - 1);
  };
  const auto put = [&] {
    for (int i = 0; i < 2; ++i) {
      const std::lock_guard lock(mutex);
      size.set(size.get() + 1);
      if (always_notifies || size.get() == 1) filled.notify_one();
    }
  };
  threads(put, take, take);
}

TEST_CASE("A queue that notifies only when it was empty leaves a consumer asleep") {
  CHECK(found_in([] { queue(false); }) == Kind::deadlock);
  CHECK(found_in([] { queue(true); }) == Kind::none);
}

TEST_CASE("A notification between the look and the sleep is a lost wakeup") {
  const auto wait = [](bool holds_lock) {
    rt::mutex mutex;
    rt::condition_variable done;
    Atomic is_done(0);
    threads(
        [&] {
          std::unique_lock lock(mutex);
          while (is_done.load() == 0) done.wait(lock);
        },
        [&] {
          std::unique_lock lock(mutex, std::defer_lock);
          if (holds_lock) lock.lock();
          is_done.store(1);
          done.notify_one();
        });
  };
  CHECK(found_in([&] { wait(false); }) == Kind::lost_wakeup);
  CHECK(found_in([&] { wait(true); }) == Kind::none);
}

TEST_CASE("A wait that is not in a loop is caught by a wakeup for no reason") {
  const auto body = [] {
    rt::mutex mutex;
    rt::condition_variable done;
    rt::cell<bool> is_done(false);
    threads(
        [&] {
          std::unique_lock lock(mutex);
          if (!is_done.get()) done.wait(lock);
          testkit::check(is_done.get(), "what was waited for has come");
        },
        [&] {
          const std::lock_guard lock(mutex);
          is_done.set(true);
          done.notify_one();
        });
  };
  CHECK(found_in(body) == Kind::check);
}

TEST_CASE("A loop that waits for what nobody does is a livelock") {
  const auto body = [] {
    Atomic flag(0);
    threads([&] {
      while (flag.load() == 0) rt::this_thread::yield();
    });
  };
  CHECK(found_in(body) == Kind::livelock);
  const auto second = [] {
    Atomic flag(0);
    threads(
        [&] {
          while (flag.load(relaxed) == 0) rt::this_thread::yield();
        },
        [&] { flag.store(1, relaxed); });
  };
  CHECK(found_in(second) == Kind::none);
}

TEST_CASE("Parking misses no unpark that comes after the word was changed") {
  const auto park = [](bool changes_first) {
    rt::atomic<std::uint32_t> word(0);
    threads(
        [&] {
          while (word.load(acquire) == 0) rt::park(word, 0);
        },
        [&] {
          if (!changes_first) rt::unpark_all(word);
          word.store(1, release);
          if (changes_first) rt::unpark_all(word);
        });
  };
  CHECK(found_in([&] { park(true); }) == Kind::none);
  CHECK(found_in([&] { park(false); }) == Kind::deadlock);
}

TEST_CASE("A timeout is one branch more, and time is virtual") {
  const Outcomes found = outcomes_of([] {
    rt::mutex mutex;
    rt::condition_variable ready;
    Atomic is_ready(0);
    bool has_come = false;
    threads(
        [&] {
          std::unique_lock lock(mutex);
          const auto in_an_hour = rt::clock::now() + std::chrono::hours(1);
          has_come = ready.wait_until(lock, in_an_hour, [&] { return is_ready.load() == 1; });
        },
        [&] {
          const std::lock_guard lock(mutex);
          is_ready.store(1);
          ready.notify_one();
        });
    seen(has_come ? 1 : 0);
  });
  CHECK(found == Outcomes{"0", "1"});
}

TEST_CASE("A seed and a program have one story") {
  const auto racy = [] {
    Atomic n(0);
    const auto add = [&] { n.store(n.load() + 1); };
    threads(add, add, add);
    testkit::check(n.load() == 3, "three increments make three");
  };
  const Result first = explore::explore(quiet(), racy);
  const Result second = explore::explore(quiet(), racy);
  CHECK(first.choices == second.choices);
  CHECK(first.steps == second.steps);
}

}  // namespace
