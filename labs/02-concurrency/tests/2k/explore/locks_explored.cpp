// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k under the explorer: what a Waker does may be anything, also lock what woke it.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/waker.hpp>
#include <patina/async_mutex.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::AsyncLocking;
using patina::AsyncMutex;
using patina::Context;
using patina::Waker;

// Polls its future at once when it is woken, as a simple executor may.
struct Eager final : patina::Wakeable {
  explicit Eager(AsyncMutex<int>& mutex) : locking(mutex.lock()) {}
  void wake() noexcept override { poll(); }
  void poll() {
    const Waker self(patina::CountedPtr<Eager>::share(*this));
    Context context(self);
    has_lock = locking->poll(context).is_ready();  // and drops the guard
  }

  std::optional<AsyncLocking<int>> locking;
  bool has_lock = false;
};

TEST_CASE("2k.20 Nobody is woken while a lock is held inside", "[2k.20]") {
  step("drop a guard: who is woken takes the lock at once, in the same thread");
  explore::explore([] {
    AsyncMutex<int> mutex(0);
    auto guard = mutex.try_lock();
    auto eager = patina::CountedPtr<Eager>::make(mutex);
    eager->poll();
    testkit::check(!eager->has_lock, "it waits");
    guard.reset();
    testkit::check(eager->has_lock, "it had the lock");
    eager->locking.reset();
    testkit::check(mutex.try_lock().has_value(), "and gave it back");
  });
}
