// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1e: an error of another kind does not slip through. Rust: E0277, `?` couldn't convert the error.
// EXPECT: (could not convert|no viable conversion|no matching).*(unexpected|Failure)
#include <testkit/catch.hpp>

#include <patina/try.hpp>

#include <string>

using patina::Result;
using patina::unexpected;

struct Failure {
  std::string reason;
#ifdef PATINA_TWIN
  Failure(std::string text) : reason(std::move(text)) {}
#endif
};

static Result<int, std::string> number() { return unexpected("none"); }
static Result<int, Failure> caller() {
  PATINA_TRY(auto n, number());
  return n;
}

TEST_CASE("1e.21 PATINA_TRY does not compile where the error cannot become the caller's",
          "[1e.21]") {
  CHECK(caller().error().reason == "none");
}
