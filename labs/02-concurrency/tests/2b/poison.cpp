// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b: what becomes of a value whose holder an exception threw out.
#include <testkit/catch.hpp>

#include <patina/mutex.hpp>

#include <stdexcept>
#include <utility>

using namespace testkit;
using patina::Mutex;

struct Ledger {
  int from = 100;
  int to = 0;
};

static void transfer_and_break(const Mutex<Ledger>& mutex) {
  auto ledger = mutex.lock().value();
  ledger->from -= 40;
  throw std::runtime_error("between the two halves of a transfer");
}

TEST_CASE("2b.09 A guard that dies by an exception poisons the Mutex, and it is unlocked",
          "[2b.09]") {
  const Mutex<Ledger> mutex;
  CHECK_FALSE(mutex.is_poisoned());
  step("throw while the lock is held");
  CHECK_THROWS_AS(transfer_and_break(mutex), std::runtime_error);
  CHECK(mutex.is_poisoned());
  step("lock, and try to lock");
  CHECK_FALSE(mutex.lock().has_value());
  const auto refused = mutex.try_lock();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().is_poisoned());
  CHECK_FALSE(refused.error().is_would_block());
}

TEST_CASE("2b.10 Who knows how to mend a poisoned value gets it, and says that it is good again",
          "[2b.10]") {
  const Mutex<Ledger> mutex;
  CHECK_THROWS_AS(transfer_and_break(mutex), std::runtime_error);
  {
    step("take the guard out of the error, and finish the transfer");
    auto answer = mutex.lock();
    REQUIRE_FALSE(answer.has_value());
    auto ledger = std::move(answer).error().into_guard();
    ledger->to += 40;
    mutex.clear_poison();
  }
  step("lock again");
  const auto ledger = mutex.lock().value();
  CHECK(ledger->from + ledger->to == 100);
}

TEST_CASE("2b.11 with asserts where the value is poisoned, and poisons where its function throws",
          "[2b.11]") {
  const Mutex<Ledger> mutex;
  step("throw out of the function");
  CHECK_THROWS_AS(mutex.with([](Ledger&) { throw std::runtime_error("broken"); }),
                  std::runtime_error);
  CHECK(mutex.is_poisoned());
  step("use the value all the same");
  const unsigned line = __LINE__ + 1;
  const Death death = death_of([&] { mutex.with([](Ledger& ledger) { ledger.to = 1; }); });
  CHECK(death.asserted());
  CHECK(death.says("poison"));
  CHECK(death.line == line);
}

// Writes a line into a log, whatever it is that ends its scope.
struct LogsItsEnd {
  const Mutex<int>& log;
  ~LogsItsEnd() {
    auto lines = log.lock().value();
    *lines += 1;
  }
};

TEST_CASE("2b.12 An exception that was under way before the lock was taken does not poison",
          "[2b.12]") {
  const Mutex<int> log(0);
  step("throw through a scope whose end locks, writes and unlocks");
  try {
    const LogsItsEnd at_end{log};
    throw std::runtime_error("somebody else's");
  } catch (const std::runtime_error&) {
  }
  CHECK_FALSE(log.is_poisoned());
  step("return normally through the same");
  { const LogsItsEnd at_end{log}; }
  CHECK(log.lock().has_value());
  CHECK(log.with([](int& lines) { return lines; }) == 2);
}
