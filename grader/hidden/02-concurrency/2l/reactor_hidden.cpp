// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2l, kept apart: random traffic, sources that come and go, and futures that are dropped.
#include <testkit/catch.hpp>

#include <patina/async/fd.hpp>
#include <patina/async/flag_waker.hpp>
#include <patina/base/random.hpp>
#include <patina/reactor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace testkit;
using namespace std::string_view_literals;
using patina::Context;
using patina::EpollReactor;
using patina::FlagWaker;
using patina::IoSource;
using patina::Trigger;
using patina::base::Random;

// What one end sends and what has come at the other.
struct Stream {
  Stream(EpollReactor& reactor, Trigger trigger)
      : to(reactor, pair.first.get(), trigger), from(reactor, pair.second.get(), trigger) {}

  patina::FdPair pair = patina::socket_pair();
  IoSource to;
  IoSource from;
  std::string sent;
  std::string come;
};

TEST_CASE("2l.h01 Whatever is sent and read in whatever pieces arrives, by edge and by level",
          "[2l.h01]") {
  Random random = Random::stream(seed(), "2l.h01");
  for (const Trigger trigger : {Trigger::edge, Trigger::level}) {
    EpollReactor reactor;
    FlagWaker flag;
    Context context(flag.waker());
    Stream stream(reactor, trigger);
    for (int i = 0; i < 2'000; ++i) {
      std::string piece(1 + random.below(5'000), static_cast<char>('a' + random.below(26)));
      switch (random.below(3)) {
        case 0:
          reactor.look();
          break;
        case 1:
          if (auto count = stream.to.write(piece).poll(context))
            stream.sent += piece.substr(0, (*count).value());
          break;
        default:
          if (auto count = stream.from.read(piece).poll(context))
            stream.come += piece.substr(0, (*count).value());
      }
    }
    step("read the rest, each time only after a wake");
    std::string room(7'000, ' ');
    for (int wakes = -1; stream.come.size() < stream.sent.size();) {
      auto count = stream.from.read(room).poll(context);
      if (count.is_ready()) {
        stream.come += room.substr(0, (*count).value());
        continue;
      }
      REQUIRE(flag.wakes() != wakes);
      wakes = flag.wakes();
      reactor.look();
    }
    CHECK((stream.come == stream.sent));
  }
}

TEST_CASE("2l.h02 Of many sources that come and go, those that are there are told, and in time",
          "[2l.h02]") {
  Random random = Random::stream(seed(), "2l.h02");
  EpollReactor reactor;
  std::vector<std::unique_ptr<Stream>> streams(100);
  std::vector<FlagWaker> flags(streams.size());
  for (int round = 0; round < 20; ++round) {
    for (auto& stream : streams)
      if (!stream || random.below(4) == 0) {
        stream.reset();
        stream = std::make_unique<Stream>(reactor, Trigger::edge);
      }
    std::vector<int> expected;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      Context context(flags[i].waker());
      std::array<char, 8> room{};
      while (streams[i]->from.read(room).poll(context).is_ready()) {
      }
      const bool is_sent = random.below(2) == 0;
      if (is_sent) REQUIRE(patina::write_some(streams[i]->pair.first.get(), "hey"sv).has_value());
      expected.push_back(flags[i].wakes() + (is_sent ? 1 : 0));
    }
    step("look until nothing new is told");
    for (int looks = 0; looks < 10; ++looks) reactor.look();
    for (std::size_t i = 0; i < streams.size(); ++i) REQUIRE(flags[i].wakes() == expected[i]);
  }
}

TEST_CASE("2l.h03 A read that is dropped has read nothing, and the next one gets the bytes",
          "[2l.h03]") {
  for (const Trigger trigger : {Trigger::edge, Trigger::level}) {
    EpollReactor reactor;
    FlagWaker flag;
    Context context(flag.waker());
    Stream stream(reactor, trigger);
    std::array<char, 8> room{};
    CHECK_FALSE(stream.from.read(room).poll(context).is_ready());
    REQUIRE(patina::write_some(stream.pair.first.get(), "late"sv).has_value());
    step("it is told after the read has gone");
    reactor.look();
    for (int i = 0; i < 2; ++i) {
      auto count = stream.from.read(room).poll(context);
      if (count.is_ready()) {
        CHECK((*count).value_or(0) == 4);
        break;
      }
      CHECK(i == 0);
      reactor.look();
    }
  }
}
