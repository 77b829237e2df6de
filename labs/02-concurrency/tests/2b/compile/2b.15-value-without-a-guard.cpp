// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b: a reference out of a guard that dies with the expression would be one to what nobody guards.
// EXPECT: use of deleted function|selected deleted operator
#include <testkit/catch.hpp>

#include <patina/mutex.hpp>

using patina::Mutex;

TEST_CASE("2b.15 A reference that outlives its guard does not compile", "[2b.15]") {
  const Mutex<int> mutex(7);
#ifdef PATINA_TWIN
  auto guard = mutex.lock().value();
  int& value = *guard;
#else
  int& value = *mutex.lock().value();
#endif
  value = 8;
  CHECK(value == 8);
}
