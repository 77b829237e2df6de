// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2l, kept apart: several threads interrupt, and write, at the same time.
#include <testkit/catch.hpp>

#include <patina/async/fd.hpp>
#include <patina/async/flag_waker.hpp>
#include <patina/reactor.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

using namespace testkit;
using namespace std::string_view_literals;
using patina::Context;
using patina::EpollReactor;
using patina::FlagWaker;

namespace rt = patina::rt;

TEST_CASE("2l.h04 However many threads interrupt, no byte is missed, nor is the last interrupt",
          "[2l.h04]") {
  EpollReactor reactor;
  auto [in, out] = patina::pipe_pair();
  patina::IoSource source(reactor, in.get());
  rt::atomic<int> left{3};
  step("three threads: each interrupts and writes 100 times");
  std::vector<rt::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&, fd = out.get()] {
      for (int round = 0; round < 100; ++round) {
        reactor.interrupt();
        static_cast<void>(patina::write_some(fd, "x"sv));
      }
      left.fetch_sub(1, rt::memory_order_release);
      reactor.interrupt();
    });
  FlagWaker flag;
  Context context(flag.waker());
  std::array<char, 16> room{};
  std::size_t bytes = 0;
  while (bytes < 300 || left.load(rt::memory_order_acquire) != 0) {
    auto count = source.read(room).poll(context);
    if (count.is_ready())
      bytes += (*count).value_or(0);
    else
      reactor.wait(std::nullopt);
  }
  for (auto& one : threads) one.join();
  CHECK(bytes == 300);
}
