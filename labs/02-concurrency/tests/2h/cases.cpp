// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h: what a select does, and what it leaves alone. One thread is enough to ask.
#include <testkit/catch.hpp>

#include <patina/rendezvous.hpp>
#include <patina/select.hpp>
#include <patina/ticks.hpp>

#include <array>
#include <chrono>
#include <utility>

using namespace testkit;
using namespace patina;

static const auto long_ago = rt::clock::time_point{};
static const auto ignore = [](const auto&) {};

TEST_CASE("2h.02 Where there is no buffer, who only tries finds nobody and keeps his message",
          "[2h.02]") {
  const auto [sender, receiver] = rendezvous<int>();
  step("try to send and to receive, alone");
  const auto refused = sender.try_send(7);
  REQUIRE(outcome(refused) == "full");
  CHECK(refused.error().message == 7);
  CHECK(outcome(receiver.try_recv()) == "empty");
  CHECK(outcome(sender.send_until(7, long_ago)) == "timeout");
  CHECK(outcome(receiver.recv_until(long_ago)) == "timeout");
  step("look at it");
  CHECK(sender.capacity() == 0);
  CHECK(receiver.len() == 0);
  CHECK(sender.is_full());
  CHECK(receiver.is_empty());
}

TEST_CASE("2h.06 Of several cases that are ready one is done, and the others have changed nothing",
          "[2h.06]") {
  const auto [into, from] = bounded<int>(4);
  const auto [other_into, other_from] = unbounded<int>();
  for (int i = 1; i <= 2; ++i) REQUIRE(outcome(into.send(i)) == "done");
  step("select a message to receive, or one to send");
  int received = 0;
  auto sending = on_send(other_into, 7, ignore);
  const auto chosen = select_biased(
      on_recv(from, [&](const Result<int, Disconnected>& m) { received = m.value_or(-1); }),
      sending);
  CHECK(chosen == 0u);
  CHECK(received == 1);
  CHECK(from.len() == 1);
  CHECK(other_from.len() == 0);
  CHECK(sending.message() == 7);
  step("select the other way round");
  CHECK(select_biased(sending, on_recv(from, ignore)) == 0u);
  CHECK(from.len() == 1);
  CHECK(other_from.try_recv().value_or(-1) == 7);
}

TEST_CASE("2h.07 A select that does not wait takes what is ready, however late it is, or nothing",
          "[2h.07]") {
  const auto [into, from] = bounded<int>(1);
  const auto [sender, receiver] = rendezvous<int>();
  step("select while nothing is ready");
  CHECK_FALSE(try_select(on_recv(from, ignore), on_recv(receiver, ignore)).has_value());
  CHECK_FALSE(select_until(long_ago, on_recv(from, ignore), on_send(sender, 1, ignore)));
  CHECK_FALSE(select_for(std::chrono::seconds(-1), on_recv(receiver, ignore)).has_value());
  step("put a message there, and select although the time is over");
  REQUIRE(outcome(into.send(7)) == "done");
  int received = 0;
  const auto take = [&](const Result<int, Disconnected>& m) { received = m.value_or(-1); };
  CHECK(select_until(long_ago, on_recv(receiver, ignore), on_recv(from, take)) == 1u);
  CHECK(received == 7);
  CHECK_FALSE(try_select(on_recv(from, ignore)).has_value());
}

TEST_CASE("2h.08 select has no favourite among what is always ready, and select_biased has one",
          "[2h.08]") {
  const auto [into, from] = unbounded<int>();
  const auto [other_into, other_from] = unbounded<int>();
  for (int i = 0; i < 400; ++i) {
    REQUIRE(outcome(into.send(i)) == "done");
    REQUIRE(outcome(other_into.send(i)) == "done");
  }
  step("select 300 times, one channel being named twice");
  std::array<int, 3> counts{};
  for (int i = 0; i < 300; ++i)
    ++counts.at(select(on_recv(from, ignore), on_recv(other_from, ignore), on_recv(from, ignore)));
  CHECK(counts[0] >= 50);
  CHECK(counts[1] >= 50);
  CHECK(counts[2] >= 50);
  step("do it 50 times with a favourite");
  for (int i = 0; i < 50; ++i)
    CHECK(select_biased(on_recv(other_from, ignore), on_recv(from, ignore)) == 0u);
}

TEST_CASE("2h.16 A channel without another side is ready, and its handler is told so", "[2h.16]") {
  for (const bool has_buffer : {true, false}) {
    step(has_buffer ? "with a buffer" : "without one");
    auto [sender, receiver] = has_buffer ? bounded<int>(1) : rendezvous<int>();
    auto [other_sender, other_receiver] = has_buffer ? bounded<int>(1) : rendezvous<int>();
    { const auto gone = std::move(sender); }
    { const auto gone = std::move(other_receiver); }
    std::string_view heard;
    CHECK(select(on_recv(receiver, [&](const auto& m) { heard = outcome(m); })) == 0u);
    CHECK(heard == "disconnected");
    int returned = 0;
    const auto take_back = [&](const Result<void, SendError<int>>& sent) {
      if (!sent) returned = sent.error().message;
    };
    CHECK(select(on_send(other_sender, 7, take_back)) == 0u);
    CHECK(returned == 7);
  }
}

TEST_CASE("2h.14 after brings one message, never none, and neither ends", "[2h.14]") {
  step("wait for no time at all");
  const auto before = rt::clock::now();
  const auto now = after(std::chrono::seconds(0));
  const auto message = now.recv();
  REQUIRE(outcome(message) == "done");
  CHECK((message->due >= before && message->due <= rt::clock::now()));
  CHECK(outcome(now.try_recv()) == "empty");
  step("ask those whose time has not come");
  CHECK(outcome(after(std::chrono::hours(1)).try_recv()) == "empty");
  CHECK(outcome(after(std::chrono::hours::max()).try_recv()) == "empty");
  CHECK(outcome(tick(std::chrono::hours(1)).recv_until(long_ago)) == "timeout");
  CHECK(outcome(never<int>().try_recv()) == "empty");
  CHECK(outcome(never<int>().recv_until(long_ago)) == "timeout");
}
