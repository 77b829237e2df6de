// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b: a lock is given back by the thread that took it. Rust says E0277,
// `MutexGuard<'_, i32>` cannot be sent between threads safely.
// EXPECT: must be Send
// EXPECT: MutexGuard<int>
#include <testkit/catch.hpp>

#include <patina/mutex.hpp>
#include <patina/send.hpp>

#include <utility>

using patina::Mutex;
using patina::MutexGuard;

TEST_CASE("2b.16 A guard does not go to another thread; the value does", "[2b.16]") {
  const Mutex<int> mutex(7);
  auto guard = mutex.lock().value();
#ifdef PATINA_TWIN
  patina::require_send([](int value) { return value; }, *guard);
#else
  patina::require_send([](MutexGuard<int>&& held) { return *held; }, guard);
#endif
  CHECK(*guard == 7);
}
