// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2l: the reactor drives the executor of task 2f.
#include <testkit/catch.hpp>

#include <patina/async/fd.hpp>
#include <patina/executor.hpp>
#include <patina/reactor.hpp>
#include <patina/task.hpp>
#include <patina/timer.hpp>

#include <array>
#include <chrono>
#include <span>
#include <string>
#include <utility>

using namespace testkit;
using namespace std::chrono_literals;
using patina::EpollReactor;
using patina::Executor;
using patina::IoSource;
using patina::Task;

// Writes back what it reads, until the end.
static Task<int> echoes(IoSource& source) {
  std::array<char, 4> room{};
  for (int rounds = 0;; ++rounds) {
    const auto count = co_await source.read(room);
    if (count.value_or(0) == 0) co_return rounds;
    static_cast<void>(co_await source.write(std::span(room).first(*count)));
  }
}
static Task<std::string> asks(IoSource& source, std::string text) {
  std::string answer;
  static_cast<void>(co_await source.write(text));
  std::array<char, 16> room{};
  while (answer.size() < text.size()) {
    const auto count = co_await source.read(room);
    answer.append(room.data(), count.value_or(0));
  }
  co_return answer;
}

TEST_CASE("2l.10 Tasks talk over sockets; a wait with a time limit ends with either", "[2l.10]") {
  EpollReactor reactor;
  Executor executor(reactor);
  auto [left, right] = patina::socket_pair();
  IoSource here(reactor, left.get());
  IoSource there(reactor, right.get());
  auto echo = executor.spawn(echoes(there));
  CHECK(executor.block_on(asks(here, "hello, echo")) == "hello, echo");
  step("wait for bytes that nobody sends");
  std::array<char, 4> room{};
  CHECK_FALSE(executor.block_on(patina::timeout(2ms, here.read(room))).has_value());
  CHECK(executor.block_on(patina::timeout(1h, here.writable())).has_value());
  REQUIRE(::shutdown(left.get(), SHUT_WR) == 0);
  CHECK(executor.block_on(std::move(echo)) == 3);
}
