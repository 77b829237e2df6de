// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2l: wakes that come from another thread, while the executor's waits in the kernel or not.
#include <testkit/catch.hpp>

#include <patina/executor.hpp>
#include <patina/oneshot.hpp>
#include <patina/reactor.hpp>
#include <patina/rt/thread.hpp>

#include <utility>

using namespace testkit;
using patina::EpollReactor;
using patina::Executor;

namespace rt = patina::rt;

TEST_CASE("2l.11 A value from another thread ends the wait in the kernel, whenever it comes",
          "[2l.11]") {
  EpollReactor reactor;
  Executor executor(reactor);
  step("200 times: block on a value that another thread sends");
  int sum = 0;
  for (int i = 0; i < 200; ++i) {
    auto [sender, receiver] = patina::oneshot<int>();
    rt::thread other(
        [to = std::move(sender), i]() mutable { static_cast<void>(std::move(to).send(i)); });
    sum += executor.block_on(std::move(receiver)).value_or(0);
    other.join();
  }
  CHECK(sum == 199 * 200 / 2);
}
