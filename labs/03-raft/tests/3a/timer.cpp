// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: how long a node waits.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

// Nobody answers: how many ticks pass from one election to the next, `times` times.
std::vector<std::uint64_t> waits_of(Solo& node, int times) {
  std::vector<std::uint64_t> waits;
  node.become_candidate();
  for (int i = 0; i < times; ++i) {
    const Term before = node.term();
    std::uint64_t ticks = 0;
    for (; node.term() == before && ticks < 1000; ++ticks) node.tick();
    waits.push_back(ticks);
    node.sent();
  }
  return waits;
}

// A leader speaks and is never heard again: how long a follower waits, `times` times.
std::vector<std::uint64_t> waits_of_follower(Solo& node, int times) {
  std::vector<std::uint64_t> waits;
  for (int i = 0; i < times; ++i) {
    node.become_follower_of(2, node.term().value() + 1);
    waits.push_back(node.tick_until(Role::candidate));
    node.sent();
  }
  return waits;
}

Config config_of(std::uint64_t id, std::uint64_t count, std::uint64_t seed) {
  Config config;
  config.id = NodeId{id};
  config.configuration = voters_up_to(count);
  config.features = features_up_to('a');
  config.seed = seed;
  return config;
}

}  // namespace

TEST_CASE("3a.07 Each wait of a follower is drawn anew between two bounds (paper, 5.2)",
          "[3a.07]") {
  step("a follower loses its leader four hundred times");
  Solo node(1, 3, features_up_to('a'));
  const std::vector<std::uint64_t> waits = waits_of_follower(node, 400);
  step("each wait is from ten to nineteen ticks, and each of these occurs");
  CHECK(*std::min_element(waits.begin(), waits.end()) == 10);
  CHECK(*std::max_element(waits.begin(), waits.end()) == 19);
  CHECK(std::set<std::uint64_t>(waits.begin(), waits.end()).size() == 10);
}

TEST_CASE("3a.08 Each wait of a candidate is drawn anew between two bounds (paper, 5.2)",
          "[3a.08]") {
  step("a candidate fails to be elected four hundred times");
  Solo node(1, 3, features_up_to('a'));
  const std::vector<std::uint64_t> waits = waits_of(node, 400);
  step("each wait is from ten to nineteen ticks, and each of these occurs");
  CHECK(*std::min_element(waits.begin(), waits.end()) == 10);
  CHECK(*std::max_element(waits.begin(), waits.end()) == 19);
  CHECK(std::set<std::uint64_t>(waits.begin(), waits.end()).size() == 10);
}

TEST_CASE("3a.09 Nodes of one cluster seldom wait equally long (paper, 5.2)", "[3a.09]") {
  step("five nodes with one seed lose their leader two hundred times");
  std::vector<std::vector<std::uint64_t>> waits;
  for (std::uint64_t id = 1; id <= 5; ++id) {
    Solo node(config_of(id, 7, 11));
    waits.push_back(waits_of(node, 200));
  }
  step("in three of five cases one of them stands before all others");
  int alone = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    std::vector<std::uint64_t> round;
    for (const auto& of_node : waits) round.push_back(of_node[i]);
    std::sort(round.begin(), round.end());
    if (round[0] < round[1]) ++alone;
  }
  CHECK(alone > 120);
}

TEST_CASE("3a.10 Waits follow from the seed, so that a run can be repeated", "[3a.10]") {
  step("a node, and another one that is set up alike");
  Solo first(config_of(1, 3, 7));
  Solo second(config_of(1, 3, 7));
  CHECK(waits_of(first, 50) == waits_of(second, 50));
  step("another one with another seed");
  Solo other(config_of(1, 3, 8));
  Solo again(config_of(1, 3, 7));
  CHECK(waits_of(other, 50) != waits_of(again, 50));
}
