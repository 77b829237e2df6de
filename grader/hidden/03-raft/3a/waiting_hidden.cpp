// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: waits of other lengths, and in other company.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;

namespace {

Config config_of(std::uint64_t count, std::uint64_t ticks_min, std::uint64_t ticks_max) {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(count);
  config.features = features_up_to('a');
  config.election_ticks_min = ticks_min;
  config.election_ticks_max = ticks_max;
  return config;
}

}  // namespace

TEST_CASE("3a.h05 Waits keep whatever bounds were set (paper, 5.2)", "[3a.h05]") {
  struct Row {
    std::uint64_t ticks_min;
    std::uint64_t ticks_max;
  };
  for (const Row& row : std::vector<Row>{{1, 1}, {1, 2}, {7, 7}, {3, 5}, {100, 199}}) {
    step("from " + std::to_string(row.ticks_min) + " to " + std::to_string(row.ticks_max));
    Solo node(config_of(3, row.ticks_min, row.ticks_max));
    std::vector<std::uint64_t> waits;
    for (std::uint64_t term = 1; term <= 200; ++term) {
      node.become_follower_of(2, 2 * term);
      waits.push_back(node.tick_until(Role::candidate));
    }
    const auto [low, high] = std::minmax_element(waits.begin(), waits.end());
    CHECK(*low >= row.ticks_min);
    CHECK(*high <= row.ticks_max);
    CHECK((row.ticks_min == row.ticks_max || *low < *high));
  }
}

TEST_CASE("3a.h06 No mix of refusals keeps a node from standing (paper, Figure 2)", "[3a.h06]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    step("old leaders, old candidates, and candidates whose logs are behind: mix " +
         std::to_string(seed));
    Random random = Random::stream(seed, "3a.h06");
    Config config = config_of(5, 10, 19);
    config.seed = seed;
    Restored restored;
    restored.hard_state.term = Term{5};
    restored.entries = log(1, {1, 4});
    Solo node(config, restored);
    std::uint64_t ticks = 0;
    for (; node.role() == Role::follower && ticks < 19; ++ticks) {
      const std::uint64_t from = 2 + random.below(4);
      const std::uint64_t term = node.term().value();
      node.receive(append(from, term - 1 - random.below(3)));
      node.receive(vote_request(from, term - 1, {9, 4}));
      node.receive(vote_request(from, term + random.below(2), {1, 4}));
      node.receive(no_vote(from, term));
      node.tick();
    }
    CHECK(node.role() == Role::candidate);
  }
}

TEST_CASE("3a.h07 Heartbeats go to everybody, as often as was set (paper, 5.2)", "[3a.h07]") {
  for (const std::uint64_t every : {1, 2, 5, 9}) {
    step("a leader of seven, each " + std::to_string(every) + " ticks");
    Config config = config_of(7, 10, 19);
    config.heartbeat_ticks = every;
    Solo node(config);
    node.become_leader();
    node.tick(every * 20);
    const std::vector<Message> beats = node.sent(MessageType::append_entries);
    for (std::uint64_t id = 2; id <= 7; ++id) CHECK(for_node(beats, id).size() == 20);
    CHECK(node.role() == Role::leader);
  }
}
