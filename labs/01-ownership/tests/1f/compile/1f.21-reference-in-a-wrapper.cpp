// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: std::ref is how std::thread is given a reference, and how it is given one that dangles.
// Rust: E0373, closure may outlive the current function.
// EXPECT: must be Send
// EXPECT: reference_wrapper<int>
#include <testkit/catch.hpp>

#include <patina/send.hpp>

#include <functional>

using patina::require_send;

TEST_CASE("1f.21 A reference is refused as an argument; a copy is let in", "[1f.21]") {
  int number = 7;
#ifdef PATINA_TWIN
  require_send([](int n) { return n; }, number);
#else
  require_send([](int& n) { return ++n; }, std::ref(number));
#endif
  CHECK(number == 7);
}
