// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: a Cell changes through const. Rust: E0277, `Cell<i32>` cannot be shared between threads
// safely.
// EXPECT: Statistics opts in to Sync, but its member hits is not Sync
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

#include <atomic>
#include <memory>
#include <string>

struct Statistics {
  std::string name;
#ifdef PATINA_TWIN
  std::unique_ptr<std::atomic<int>> hits;
#else
  std::unique_ptr<patina::Cell<int>> hits;
#endif
  PATINA_DERIVE_SYNC(Statistics, name, hits);
};

TEST_CASE("1f.19 A class with a Cell in it cannot opt in to Sync; with an atomic it can",
          "[1f.19]") {
  CHECK(patina::Sync<Statistics>);
}
