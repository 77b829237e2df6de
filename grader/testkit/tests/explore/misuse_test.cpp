// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What threads may not do with memory, locks and exceptions is found, and what they may is not.
#include "litmus.hpp"

#include <testkit/life.hpp>

#include <memory>
#include <queue>
#include <stdexcept>
#include <vector>

using namespace litmus;

namespace {

void throw_out(const char* what) { throw std::runtime_error(what); }

TEST_CASE("An object that is used after it was freed, or after its scope ended") {
  const auto body = [] {
    auto* const flag = new Atomic(0);
    threads([=] { flag->load(); }, [=] { delete flag; });
  };
  CHECK(found_in(body) != Kind::none);
  const auto latch = [] {
    rt::atomic<Atomic*> shared(nullptr);
    threads(
        [&] {
          Atomic done(0);
          shared.store(&done);
          while (done.load() == 0) rt::spin_hint();
        },
        [&] {
          while (shared.load() == nullptr) rt::spin_hint();
          shared.load()->store(1);
          shared.load()->store(2);  // touches the latch after it let its owner go
        });
  };
  CHECK(found_in(latch) == Kind::use_after_free);
}

TEST_CASE("What is freed twice, never freed, or written to after it was freed") {
  const auto body = [] {
    auto* const value = new int(1);
    Atomic owners(2);
    threads(
        [&] {
          if (owners.load() > 0) delete value;
        },
        [&] {
          if (owners.load() > 0) delete value;
        });
  };
  CHECK(found_in(body) == Kind::double_free);
  const auto second = [] {
    rt::atomic<int*> slot(nullptr);
    const auto put = [&] { slot.store(new int(1)); };  // whoever comes second forgets the first
    threads(put, put);
    delete slot.load();
  };
  CHECK(found_in(second) == Kind::leak);
  const auto third = [] {
    auto* const value = new std::vector<int>(4);
    volatile int* first = value->data();
    asm volatile("" : "+r"(first));  // the compiler would warn
    delete value;
    *first = 5;
  };
  CHECK(found_in(third) == Kind::use_after_free);
  const auto fourth = [] {
    auto value = std::make_unique<std::vector<int>>(4);
    std::queue<std::string> words;
    words.push("a word that is too long for the small buffer");
    threads([&] { value->push_back(1); });
  };
  CHECK(found_in(fourth) == Kind::none);
}

TEST_CASE("A mutex is misused by a second lock, a stranger's unlock, a wait without it") {
  const auto body = [] {
    rt::mutex mutex;
    mutex.lock();
    mutex.lock();
  };
  CHECK(found_in(body) == Kind::misuse);
  const auto second = [] {
    rt::mutex mutex;
    mutex.lock();
    threads([&] { mutex.unlock(); });
  };
  CHECK(found_in(second) == Kind::misuse);
  const auto third = [] {
    rt::mutex mutex;
    rt::condition_variable condition;
    std::unique_lock lock(mutex, std::defer_lock);
    condition.wait(lock);
  };
  CHECK(found_in(third) == Kind::misuse);
  CHECK(found_in([] { rt::thread forgotten([] {}); }) == Kind::misuse);
}

TEST_CASE("Readers share a lock, and a writer has it alone") {
  const auto share = [](bool writer_locks) {
    rt::shared_mutex mutex;
    rt::cell<int> value(0);
    const auto read = [&] {
      const std::shared_lock lock(mutex);
      value.get();
    };
    threads(read, read, [&] {
      std::unique_lock lock(mutex, std::defer_lock);
      if (writer_locks) lock.lock();
      value.set(1);
    });
  };
  CHECK(found_in([&] { share(true); }) == Kind::none);
  CHECK(found_in([&] { share(false); }) == Kind::race);
}

TEST_CASE("An exception that leaves a thread, and a crash, end the execution and not the test") {
  CHECK(found_in([] { threads([] { throw_out("out"); }); }) == Kind::exception);
  CHECK(found_in([] { threads([] { *static_cast<volatile int*>(nullptr) = 1; }); }) == Kind::crash);
  CHECK(found_in([] { threads([]() noexcept { throw_out("out of noexcept"); }); }) == Kind::crash);
  const auto body = [] {
    threads([] {
      try {
        throw_out("in");
      } catch (const std::runtime_error&) {
        rt::this_thread::yield();
      }
    });
  };
  CHECK(found_in(body) == Kind::none);
}

TEST_CASE("A life that an execution leaves behind is told, and forgotten before the next one") {
  testkit::begin_lives();
  const testkit::Tracked older("a", 1);
  alignas(testkit::Tracked) unsigned char place[sizeof(testkit::Tracked)];
  const Result result = explore::explore(quiet(), [&] { new (place) testkit::Tracked("a", 2); });
  CHECK(result.failure.kind == Kind::check);
  CHECK(result.failure.text.find("a.2: still lives") == 0);
  CHECK(testkit::lives() == testkit::Lives{1, 0, 0, 0, 1});
  const auto body = [&] {
    threads([&] { testkit::Tracked copy(older); });
    testkit::check(testkit::lives() == testkit::Lives{2, 1, 0, 1, 1}, "one execution's lives");
  };
  CHECK(found_in(body) == Kind::none);
  CHECK(testkit::lives() == testkit::Lives{1, 0, 0, 0, 1});
}

TEST_CASE("Each fiber has its own fiber_local, and it ends with its thread") {
  struct Depth;
  const auto body = [] {
    const auto use = [] {
      auto& words = rt::fiber_local<std::vector<int>, Depth>::get();
      testkit::check(words.empty(), "another thread's words are not seen");
      words.push_back(1);
      rt::this_thread::yield();
      testkit::check(words.size() == 1, "no other thread adds to them");
    };
    threads(use, use);
  };
  CHECK(found_in(body) == Kind::none);
}

}  // namespace
