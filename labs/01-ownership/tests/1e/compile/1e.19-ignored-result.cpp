// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: a Result that nobody looks at is an error that nobody sees. Rust: the lint unused_must_use.
// EXPECT: nodiscard
#include <testkit/catch.hpp>

#include <patina/result.hpp>

#include <string>

#pragma GCC diagnostic error "-Wunused-result"

static patina::Result<void, std::string> save(int number) {
  if (number < 0) return patina::unexpected("negative");
  return {};
}

TEST_CASE("1e.19 A line that ignores a Result does not compile", "[1e.19]") {
#ifdef PATINA_TWIN
  CHECK(save(7).has_value());
#else
  save(7);
#endif
  CHECK_FALSE(save(-7).has_value());
}
