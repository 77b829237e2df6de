// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: and_then wants a function that may fail, too. Rust: E0308, expected `Result`, found integer.
// EXPECT: and_then takes a function that returns a Result
#include <testkit/catch.hpp>

#include <patina/result.hpp>

#include <string>

using patina::Result;

TEST_CASE("1e.20 and_then with a function that returns a plain value says what to use instead",
          "[1e.20]") {
  const Result<int, std::string> seven = 7;
  const auto next = [](int n) { return n + 1; };
#ifdef PATINA_TWIN
  CHECK(seven.transform(next) == 8);
#else
  CHECK(seven.and_then(next) == 8);
#endif
}
