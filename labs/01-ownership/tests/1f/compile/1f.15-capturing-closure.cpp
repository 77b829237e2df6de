// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: a capture may be anything, and nobody can ask it. Rust looks into closures; C++ cannot.
// EXPECT: must be captureless
#include <testkit/catch.hpp>

#include <patina/send.hpp>

using patina::require_send;

TEST_CASE("1f.15 A closure that captures is refused; the same value as an argument is let in",
          "[1f.15]") {
  int number = 7;
#ifdef PATINA_TWIN
  require_send([](int n) { return n; }, number);
#else
  require_send([&number] { return number; });
#endif
  CHECK(number == 7);
}
