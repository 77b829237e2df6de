// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: a thread cannot be given a closure that refers to somebody's frame: nobody could check that.
// EXPECT: must be captureless
#include <testkit/catch.hpp>

#include <patina/scope.hpp>

TEST_CASE("2d.21 A thread is given its data in view, not by capture", "[2d.21]") {
  int total = 7;
  testkit::step("spawn a thread that reads a number of its parent");
  patina::scope([&](patina::Scope& s) {
#ifdef PATINA_TWIN
    s.spawn([](patina::Lent<int> number) { testkit::check(*number == 7, "it reads 7"); },
            patina::lend(total));
#else
    s.spawn([&total] { testkit::check(total == 7, "it reads 7"); });
#endif
  });
  CHECK(total == 7);
}
