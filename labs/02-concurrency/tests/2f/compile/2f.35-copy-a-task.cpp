// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: the compiler says no: a Task owns its frame alone.
// EXPECT: deleted|no matching
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/task.hpp>

#include <utility>

using namespace testkit;
using patina::Task;

static Task<int> seven() { co_return 7; }

TEST_CASE("2f.35 Copying a Task does not compile", "[2f.35]") {
  patina::VirtualTime time;
  patina::Executor executor(time);
  auto task = seven();
#ifdef PATINA_TWIN
  auto same = std::move(task);
#else
  auto same = task;
#endif
  CHECK(executor.block_on(std::move(same)) == 7);
}
