// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2l: descriptors that are waited for, polled by hand. Nothing here measures time: what has been
// written to a socket pair is there.
#include <testkit/catch.hpp>

#include <patina/async/fd.hpp>
#include <patina/async/flag_waker.hpp>
#include <patina/reactor.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

using namespace testkit;
using patina::Context;
using patina::EpollReactor;
using patina::Fd;
using patina::FlagWaker;
using patina::IoSource;
using patina::Trigger;

static void put(const Fd& fd, std::string_view text) {
  REQUIRE(patina::write_some(fd.get(), text).value_or(0) == text.size());
}

// What a read of at most `count` bytes gives: the text, "(end)", "(waits)" or "(error)".
static std::string take(IoSource& source, std::size_t count, FlagWaker& flag) {
  Context context(flag.waker());
  std::array<char, 16> room{};
  auto answer = source.read(std::span(room).first(count)).poll(context);
  if (!answer.is_ready()) return "(waits)";
  if (!(*answer).has_value()) return "(error)";
  return **answer == 0 ? "(end)" : std::string(room.data(), **answer);
}
static bool is_ready(IoSource::Readiness future, FlagWaker& flag) {
  Context context(flag.waker());
  return future.poll(context).is_ready();
}
// Fills the socket until it takes nothing more.
static void fill(IoSource& source, EpollReactor& reactor, FlagWaker& flag) {
  static const std::string block(65'536, 'x');
  Context context(flag.waker());
  for (;;) {
    reactor.look();
    if (!source.write(block).poll(context).is_ready()) return;
  }
}

TEST_CASE("2l.01 Who waits to read is woken when there is something, and not before", "[2l.01]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  FlagWaker flag;
  reactor.look();
  CHECK_FALSE(is_ready(source.readable(), flag));
  reactor.look();
  CHECK(flag.wakes() == 0);
  step("write to the other end");
  put(right, "abc");
  reactor.look();
  CHECK(flag.wakes() == 1);
  CHECK(is_ready(source.readable(), flag));
  CHECK(take(source, 16, flag) == "abc");
  CHECK(take(source, 16, flag) == "(waits)");
}

TEST_CASE("2l.02 Who reads a part may read on without another event", "[2l.02]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  FlagWaker flag;
  put(right, "abcdef");
  reactor.look();
  CHECK(is_ready(source.readable(), flag));
  CHECK(take(source, 2, flag) == "ab");
  reactor.look();
  CHECK(take(source, 2, flag) == "cd");
  CHECK(is_ready(source.readable(), flag));
  CHECK(take(source, 2, flag) == "ef");
  step("everything is read: wait for the next");
  CHECK(take(source, 2, flag) == "(waits)");
  const int before = flag.wakes();
  put(right, "g");
  reactor.look();
  CHECK(flag.wakes() == before + 1);
  CHECK(take(source, 2, flag) == "g");
}

TEST_CASE("2l.03 The end comes after what was sent before it, also if both were told at once",
          "[2l.03]") {
  EpollReactor reactor;
  FlagWaker flag;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  step("send, close, and only then look");
  put(right, "abc");
  right.close();
  reactor.look();
  CHECK(take(source, 16, flag) == "abc");
  CHECK(take(source, 16, flag) == "(end)");
  step("wait at a pipe, whose other end is closed without a byte");
  auto [in, out] = patina::pipe_pair();
  IoSource pipe(reactor, in.get());
  reactor.look();
  CHECK(take(pipe, 16, flag) == "(waits)");
  const int before = flag.wakes();
  out.close();
  reactor.look();
  CHECK(flag.wakes() == before + 1);
  CHECK(take(pipe, 16, flag) == "(end)");
}

TEST_CASE("2l.04 Who waits to write is woken when the peer has made room", "[2l.04]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  FlagWaker flag;
  fill(source, reactor, flag);
  CHECK_FALSE(is_ready(source.writable(), flag));
  const int before = flag.wakes();
  step("read everything at the other end");
  std::string room(65'536, ' ');
  while (patina::read_some(right.get(), room)) {
  }
  reactor.look();
  CHECK(flag.wakes() == before + 1);
  CHECK(is_ready(source.writable(), flag));
}

TEST_CASE("2l.05 A peer that only stops sending has hung up, and leaves no room (mio #939)",
          "[2l.05]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  FlagWaker flag;
  FlagWaker hang_up;
  fill(source, reactor, flag);
  CHECK_FALSE(is_ready(source.hung_up(), hang_up));
  step("shut down the peer's sending half");
  REQUIRE(::shutdown(right.get(), SHUT_WR) == 0);
  reactor.look();
  CHECK(hang_up.wakes() == 1);
  CHECK(is_ready(source.hung_up(), hang_up));
  CHECK(take(source, 16, flag) == "(end)");
  CHECK_FALSE(is_ready(source.writable(), flag));
}

TEST_CASE("2l.06 Of two polls with different Wakers the later one is woken; directions are apart",
          "[2l.06]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get());
  FlagWaker first;
  FlagWaker second;
  FlagWaker writer;
  fill(source, reactor, writer);
  CHECK_FALSE(is_ready(source.readable(), first));
  CHECK_FALSE(is_ready(source.readable(), second));
  const int before = writer.wakes();
  put(right, "a");
  reactor.look();
  CHECK(second.wakes() == 1);
  CHECK(writer.wakes() == before);
}

TEST_CASE("2l.07 An interrupt ends the wait, or else the next; without one it lasts to the end",
          "[2l.07]") {
  EpollReactor reactor;
  step("interrupt twice, then wait without a deadline");
  reactor.interrupt();
  reactor.interrupt();
  reactor.wait(std::nullopt);
  for (int i = 0; i < 20; ++i) {
    const auto deadline = reactor.now() + std::chrono::microseconds(900);
    reactor.wait(deadline);
    REQUIRE(reactor.now() >= deadline);
  }
  step("wait for a time that is long past");
  reactor.wait(reactor.now() - std::chrono::hours(1));
}

// Destroys a source and its descriptor as soon as it is woken, and makes a new pair: the system
// gives it the numbers that have just become free.
struct Replaces final : patina::Wakeable {
  EpollReactor* reactor;
  std::optional<IoSource>* source;
  patina::FdPair* pair;
  void wake() noexcept override {
    source->reset();
    *pair = patina::FdPair{};
    *pair = patina::socket_pair();
    source->emplace(*reactor, pair->first.get());
  }
};

TEST_CASE("2l.08 A source that is gone is told nothing, nor is the next one with its number",
          "[2l.08]") {
  EpollReactor reactor;
  FlagWaker flag;
  patina::FdPair pairs[2] = {patina::socket_pair(), patina::socket_pair()};
  std::optional<IoSource> sources[2];
  for (int i = 0; i < 2; ++i) sources[i].emplace(reactor, pairs[i].first.get());
  reactor.look();
  step("wait at two: each wake destroys the other one, and makes a new one with its number");
  for (int i = 0; i < 2; ++i) {
    auto replaces = patina::CountedPtr<Replaces>::make();
    replaces->reactor = &reactor;
    replaces->source = &sources[1 - i];
    replaces->pair = &pairs[1 - i];
    const patina::Waker waker(replaces);
    Context context(waker);
    CHECK_FALSE(sources[i]->readable().poll(context).is_ready());
  }
  for (auto& pair : pairs) put(pair.second, "old");
  reactor.look();
  step("one of the two is new, and nothing was written to it");
  CHECK(is_ready(sources[0]->readable(), flag) + is_ready(sources[1]->readable(), flag) == 1);
  step("register a descriptor again whose source is gone");
  sources[0].reset();
  sources[0].emplace(reactor, pairs[0].first.get());
  CHECK_FALSE(is_ready(sources[0]->hung_up(), flag));
}

TEST_CASE("2l.09 By level nothing is forgotten, and nobody is told what nobody waits for",
          "[2l.09]") {
  EpollReactor reactor;
  auto [left, right] = patina::socket_pair();
  IoSource source(reactor, left.get(), Trigger::level);
  FlagWaker flag;
  FlagWaker writer;
  step("wait for both directions: there is room, and nothing to read yet");
  CHECK(take(source, 2, flag) == "(waits)");
  CHECK_FALSE(is_ready(source.writable(), writer));
  reactor.look();
  CHECK(writer.wakes() == 1);
  CHECK(flag.wakes() == 0);
  step("write to the other end, read a part, and wait again");
  put(right, "abcdef");
  reactor.look();
  CHECK(flag.wakes() == 1);
  CHECK(take(source, 2, flag) == "ab");
  CHECK_FALSE(is_ready(source.readable(), flag));
  reactor.look();
  CHECK(flag.wakes() == 2);
  CHECK(take(source, 2, flag) == "cd");
  step("nobody waits: what can be read ends no wait");
  const auto deadline = reactor.now() + std::chrono::milliseconds(1);
  reactor.wait(deadline);
  CHECK(reactor.now() >= deadline);
  CHECK(flag.wakes() == 2);
}
