// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: to share is to read from two threads, so what is shared must be Sync as well as Send.
// Rust: Arc<T> is Send only where T is Send and Sync; reffers issue 9 forgot the second.
// EXPECT: must be Send
// EXPECT: shared_ptr<.*Cell<int>
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

#include <atomic>
#include <memory>

using patina::assert_send;

TEST_CASE("1f.20 A shared Cell is refused; a shared atomic is let in", "[1f.20]") {
#ifdef PATINA_TWIN
  assert_send<std::shared_ptr<const std::atomic<int>>>();
#else
  assert_send<std::shared_ptr<const patina::Cell<int>>>();
#endif
  CHECK(patina::Send<int>);
}
