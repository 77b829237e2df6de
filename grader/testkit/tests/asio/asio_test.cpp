// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The given way from asio to futures, with the reference's executor and real operations: timers and
// a pair of connected sockets. Nothing here measures time.
#include <catch2/catch.hpp>

#include <patina/async/asio.hpp>
#include <patina/async/flag_waker.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/thread.hpp>
#include <patina/task.hpp>
#include <patina/timer.hpp>

#include <asio/buffer.hpp>
#include <asio/local/connect_pair.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/read.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

using namespace std::chrono_literals;
using patina::as_future;
using patina::AsioDriver;
using patina::Executor;
using patina::Task;
using Socket = asio::local::stream_protocol::socket;

namespace {

struct Pair {
  explicit Pair(asio::io_context& io) : left(io), right(io) {
    asio::local::connect_pair(left, right);
  }
  Socket left;
  Socket right;
};

Task<std::string> reads(Socket& socket, std::size_t count) {
  std::string room(count, ' ');
  const auto bytes = co_await asio::async_read(socket, asio::buffer(room), as_future);
  co_return bytes ? room : bytes.error().message();
}
Task<std::size_t> writes(Socket& socket, std::string text) {
  const auto bytes = co_await asio::async_write(socket, asio::buffer(text), as_future);
  co_return bytes.value_or(0);
}
Task<std::string> echoes(Executor& executor, Pair& pair) {
  auto answer = executor.spawn(reads(pair.right, 5));
  co_await patina::yield_now();  // it waits
  if (co_await writes(pair.left, "hello") != 5) co_return "not written";
  co_return co_await std::move(answer);
}

}  // namespace

TEST_CASE("A task reads what another one writes, and a timer of either kind ends a wait") {
  asio::io_context io;
  AsioDriver driver(io);
  Executor executor(driver);
  Pair pair(io);
  CHECK(executor.block_on(echoes(executor, pair)) == "hello");
  executor.block_on(patina::sleep_for(1ms));
  asio::steady_timer timer(io, 1ms);
  CHECK(executor.block_on(timer.async_wait(as_future)).has_value());
}

TEST_CASE("An operation is begun by the first poll, and an error is a value") {
  asio::io_context io;
  AsioDriver driver(io);
  Executor executor(driver);
  Pair pair(io);
  asio::write(pair.left, asio::buffer("abc", 3));
  pair.left.close();
  std::array<char, 4> room{};
  auto future = pair.right.async_read_some(asio::buffer(room), as_future);
  io.poll();
  CHECK(pair.right.available() == 3);
  CHECK(executor.block_on(std::move(future)).value_or(0) == 3);
  const auto end =
      executor.block_on(pair.right.async_read_some(asio::buffer(room), as_future));
  REQUIRE_FALSE(end.has_value());
  CHECK(end.error() == asio::error::eof);
}

TEST_CASE("Dropping the future cancels the operation, and nobody is woken") {
  asio::io_context io;
  AsioDriver driver(io);
  Pair pair(io);
  patina::FlagWaker flag;
  patina::Context context(flag.waker());
  auto room = std::make_unique<std::array<char, 4>>();
  {
    auto future = pair.right.async_read_some(asio::buffer(*room), as_future);
    CHECK_FALSE(future.poll(context).is_ready());
  }
  room.reset();
  asio::write(pair.left, asio::buffer("late", 4));
  io.poll();
  CHECK(pair.right.available() == 4);
  CHECK(flag.wakes() == 0);
}

TEST_CASE("The end of a cancelled task cancels what it waits for, also with the executor") {
  asio::io_context io;
  Pair pair(io);
  AsioDriver driver(io);
  {
    Executor executor(driver);
    { const auto dropped = executor.spawn(reads(pair.right, 5)); }
    executor.spawn(reads(pair.right, 5)).detach();
    executor.run_until_stalled();
  }
  asio::write(pair.left, asio::buffer("hello", 5));
  io.poll();
  CHECK(pair.right.available() == 5);
}

TEST_CASE("A value from another thread ends the wait in the io_context, whenever it comes") {
  asio::io_context io;
  AsioDriver driver(io);
  Executor executor(driver);
  int sum = 0;
  for (int i = 0; i < 200; ++i) {
    auto [sender, receiver] = patina::oneshot<int>();
    patina::rt::thread other(
        [to = std::move(sender), i]() mutable { static_cast<void>(std::move(to).send(i)); });
    sum += executor.block_on(std::move(receiver)).value_or(0);
    other.join();
  }
  CHECK(sum == 199 * 200 / 2);
}

namespace {

Task<> yields_until(const bool& stop) {
  while (!stop) co_await patina::yield_now();
}
Task<std::string> reads_beside(Executor& executor, Pair& pair) {
  bool stop = false;
  auto spinner = executor.spawn(yields_until(stop));
  auto text = co_await echoes(executor, pair);
  stop = true;
  co_await std::move(spinner);
  co_return text;
}

}  // namespace

TEST_CASE("A task that yields for ever does not keep asio out") {
  asio::io_context io;
  AsioDriver driver(io);
  Executor executor(driver);
  Pair pair(io);
  CHECK(executor.block_on(reads_beside(executor, pair)) == "hello");
}
