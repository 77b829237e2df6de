// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a: an Arc lends its value to many threads at once, so the value must bear that. Rust says E0277,
// `Cell<i32>` cannot be shared between threads safely.
// EXPECT: must be Send
// EXPECT: Arc<.*Cell<int>
#include <testkit/catch.hpp>

#include <patina/arc.hpp>
#include <patina/base/forward.hpp>

#include <atomic>

using patina::Arc;

TEST_CASE("2a.13 An Arc of a Cell does not go to another thread; one of an atomic does",
          "[2a.13]") {
  const auto arc = Arc<int>::make(7);
  CHECK(*arc == 7);
#ifdef PATINA_TWIN
  patina::assert_send<Arc<std::atomic<int>>>();
#else
  patina::assert_send<Arc<patina::Cell<int>>>();
#endif
}
