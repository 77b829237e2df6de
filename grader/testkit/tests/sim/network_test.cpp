// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The network: what arrives, when, and what befalls the rest.
#include "toy.hpp"

using namespace toy;

namespace {

// Two actors; the first has sent `count` messages, the second counts.
struct Pair {
  explicit Pair(const Options& options, std::uint64_t seed = 1) : world(seed, options) {
    for (int i = 0; i < 3; ++i)
      world.add("n", scripted({.start = {},
                               .receive = [this](Process& own, ActorId, const std::string& text) {
                                 seen.emplace_back(own.id(), text);
                                 times.push_back(world.now());
                               },
                               .timer = {}}));
    world.step(), world.step(), world.step();
  }
  void send(ActorId from, ActorId to, int count = 1, std::uint32_t size = 8) {
    for (int i = 0; i < count; ++i) process_of(world, from).send(to, word(std::to_string(i), size));
  }
  World world;
  std::vector<std::pair<ActorId, std::string>> seen;
  std::vector<Time> times;
};

TEST_CASE("Messages take between the least and the greatest delay, and overtake each other") {
  Pair pair({});
  pair.send(1, 2, 200);
  pair.world.run_for(1s);
  REQUIRE(pair.seen.size() == 200);
  CHECK(pair.times.front() >= 1ms);
  CHECK(pair.times.back() <= 10ms);
  CHECK(pair.times.back() - pair.times.front() > 8ms);
  CHECK(pair.seen[0].second != "0");
}

TEST_CASE("Losses, duplicates and slow messages come about as often as asked") {
  Options options = even();
  options.network.loss_per_million = 100'000;
  options.network.duplicate_per_million = 200'000;
  options.network.slow_per_million = 50'000;
  Pair pair(options);
  Trace trace(pair.world);
  pair.send(1, 2, 10'000);
  pair.world.run_for(100ms);
  const auto lost = trace.count(EventKind::lose), twice = trace.count(EventKind::duplicate);
  CHECK(lost > 900);
  CHECK(lost < 1100);
  CHECK(twice > 1650);
  CHECK(twice < 1950);
  const std::size_t on_time = pair.seen.size();
  pair.world.run_for(1s);
  CHECK(pair.seen.size() == 10'000 - lost + twice);
  const std::size_t slow = pair.seen.size() - on_time;
  CHECK(slow > 380);
  CHECK(slow < 520);
  CHECK(trace.count(EventKind::deliver) == pair.seen.size());
}

TEST_CASE("A cut is of one direction, and of what is under way too") {
  Pair pair(even());
  pair.send(1, 2), pair.send(2, 1);
  pair.world.cut(1, 2);
  CHECK(pair.world.is_cut(1, 2));
  CHECK_FALSE(pair.world.is_cut(2, 1));
  pair.world.run_for(1s);
  CHECK(pair.seen == decltype(pair.seen){{1, "0"}});
  pair.send(1, 2);
  pair.world.link(1, 2);
  pair.world.run_for(1s);
  CHECK(pair.seen.size() == 1);
  pair.send(1, 2);
  pair.world.run_for(1s);
  CHECK(pair.seen.size() == 2);
}

TEST_CASE("A partition cuts all between its sides and nothing within; heal mends all") {
  Pair pair(even());
  pair.world.partition({{1, 2}, {3}});
  for (ActorId from = 1; from <= 3; ++from)
    for (ActorId to = 1; to <= 3; ++to)
      CHECK(pair.world.is_cut(from, to) == ((from == 3) != (to == 3)));
  pair.world.heal();
  pair.world.isolate(2);
  for (ActorId from = 1; from <= 3; ++from)
    for (ActorId to = 1; to <= 3; ++to)
      CHECK(pair.world.is_cut(from, to) == ((from == 2) != (to == 2)));
  pair.send(2, 2);
  pair.world.run_for(1s);
  CHECK(pair.seen.size() == 1);
}

TEST_CASE("heal ends losses, and leaves delays and links of limited capacity") {
  Options options = even();
  options.network.loss_per_million = 1'000'000;
  Pair pair(options);
  pair.send(1, 2, 10);
  pair.world.run_for(1s);
  CHECK(pair.seen.empty());
  pair.world.heal();
  pair.send(1, 2, 10);
  pair.world.run_for(1ms);
  CHECK(pair.seen.size() == 10);
}

TEST_CASE("A link of limited capacity carries one message after the other") {
  Pair pair(even());
  NetworkOptions thin;
  thin.delay_min = thin.delay_max = 1ms;
  thin.bytes_per_second = 1'000'000;
  pair.world.set_link(1, 2, thin);
  pair.send(1, 2, 3, 10'000);
  pair.send(1, 3, 1, 10'000);
  pair.world.run_for(1s);
  CHECK(pair.times == std::vector<Time>{1ms, 11ms, 21ms, 31ms});
}

TEST_CASE("A message to one who is down is lost") {
  Pair pair(even());
  Trace trace(pair.world);
  pair.send(1, 2);
  pair.world.crash(2);
  pair.world.run_for(1s);
  CHECK(pair.seen.empty());
  CHECK(trace.lines.back() == "1.000ms 1>2 lose 0: down");
}

}  // namespace
