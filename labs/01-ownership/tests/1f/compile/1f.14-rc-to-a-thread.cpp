// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: an Rc counts without a lock. Rust: E0277, `Rc<i32>` cannot be sent between threads safely.
// EXPECT: must be Send
// EXPECT: Rc<int
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

using patina::assert_send;

TEST_CASE("1f.14 An Rc is refused at the door; a Box is let in", "[1f.14]") {
#ifdef PATINA_TWIN
  assert_send<patina::Box<int>>();
#else
  assert_send<patina::Rc<int, unsigned>>();
#endif
  CHECK(patina::Send<int>);
}
