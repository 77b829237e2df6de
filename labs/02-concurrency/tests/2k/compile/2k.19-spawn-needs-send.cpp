// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k: the compiler says no. (In Rust: "future cannot be sent between threads safely".)
// EXPECT: must be Send
#include <testkit/catch.hpp>

#include <patina/async/vouch.hpp>
#include <patina/multi_executor.hpp>

using namespace testkit;
using patina::MultiExecutor;

// Who knows what it holds.
struct Seven {
  patina::Poll<int> poll(patina::Context&) { return 7; }
};

TEST_CASE("2k.19 Spawning a future that is not Send on several threads does not compile",
          "[2k.19]") {
  MultiExecutor executor(1);
#ifdef PATINA_TWIN
  auto handle = executor.spawn(patina::vouch_send(Seven{}));
#else
  auto handle = executor.spawn(Seven{});
#endif
  CHECK(MultiExecutor::block_on(std::move(handle)) == 7);
}
