// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: the compiler says no. (In Rust: "unused implementer of `Future` that must be used".)
// EXPECT: nodiscard
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/task.hpp>

using namespace testkit;
using patina::Task;

#pragma GCC diagnostic error "-Wunused-result"

static Task<> counts(int& calls) {
  ++calls;
  co_return;
}

TEST_CASE("2f.34 Calling a coroutine and ignoring its Task does not compile", "[2f.34]") {
  int calls = 0;
  patina::VirtualTime time;
  patina::Executor executor(time);
#ifdef PATINA_TWIN
  executor.block_on(counts(calls));
#else
  counts(calls);
#endif
  CHECK(calls == 1);
}
