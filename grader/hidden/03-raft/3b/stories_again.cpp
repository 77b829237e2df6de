// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b, hidden: stories of several nodes again, with another cast.
#include <testkit/catch.hpp>
#include <testkit/raft/ensemble.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;
using Terms = std::vector<std::uint64_t>;

namespace {

// Asks until it leads; only what these two say to each other and to it is delivered.
void lead(Ensemble& nodes, std::uint64_t node) {
  if (nodes[node].role() == Role::leader) {  // and does not know better yet
    nodes.beat(node);
    nodes.stabilize();
  }
  for (int tries = 0; tries < 4 && nodes[node].role() != Role::leader; ++tries) {
    nodes.campaign(node);
    for (std::uint64_t other = 1; other <= nodes.size(); ++other) nodes.deliver(node, other);
    for (std::uint64_t other = 1; other <= nodes.size(); ++other) nodes.deliver(other, node);
  }
  CHECK(nodes[node].role() == Role::leader);
}

}  // namespace

TEST_CASE("3b.h05 Logs that went astray become the leader's, a few entries a message (5.3)",
          "[3b.h05]") {
  const Terms leading = {1, 1, 2, 5, 5, 5, 8, 8};
  const std::vector<Terms> followers = {
      {},
      {1, 1, 2, 5, 5, 5, 8, 8},
      {1, 1, 2, 5, 5, 5, 7, 7, 7, 7},
      {1, 1, 2, 3, 3, 3, 3, 4, 4, 6},
      {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
      {1, 1, 2, 5},
      {1, 1, 2, 5, 5, 5, 8, 8, 8},
  };
  for (const std::uint32_t entries_max : {1U, 3U, 100U}) {
    for (std::size_t i = 0; i < followers.size(); ++i) {
      step("log " + std::to_string(i) + ", at most " + std::to_string(entries_max) +
           " entries a message");
      Ensemble nodes = Ensemble::with(features_up_to('b'),
                                      {{9, leading}, {9, followers[i]}, {9, leading}}, entries_max);
      nodes.elect(1);
      nodes.beat(1);
      nodes.stabilize();
      CHECK(nodes[2].entries() == nodes[1].entries());
      CHECK(nodes[2].glance().commit == Index{9});
      CHECK(nodes.traffic(1, 2).messages <= 40);
    }
  }
}

TEST_CASE("3b.h06 What an earlier leader brought to a majority is not yet safe (5.4.2)",
          "[3b.h06]") {
  Ensemble nodes = Ensemble::with(features_up_to('b'),
                                  {{5, {1}}, {5, {1}}, {5, {1, 4, 4}}, {5, {1, 5}}, {5, {1}}}, 2);
  step("node 3 leads with 1 and 2, and brings its two entries of term 4 to both");
  nodes.away = {4, 5};
  lead(nodes, 3);
  for (int i = 0; i < 40; ++i) {
    if (i % 4 == 3) nodes.beat(3);
    for (const std::uint64_t other : {1, 2}) {
      if (nodes[other].terms().size() < 3) nodes.deliver_one(3, other);
      nodes.deliver(other, 3);
    }
  }
  nodes.lose();
  REQUIRE(nodes[1].terms() == Terms{1, 4, 4});
  REQUIRE(nodes[2].terms() == Terms{1, 4, 4});
  CHECK(nodes[3].glance().commit == Index{0});
  step("node 4 leads with 1 and 2: its last entry is of term 5");
  nodes.away = {3, 5};
  lead(nodes, 4);
  nodes.away.clear();
  for (int i = 0; i < 6; ++i) {
    nodes.beat(4);
    nodes.stabilize();
  }
  nodes.expect_equal_logs();
  for (std::uint64_t id = 1; id <= 5; ++id) {
    REQUIRE(nodes[id].terms().size() == 3);
    CHECK(nodes[id].terms()[1] == 5);
    CHECK(nodes[id].applied == nodes[id].entries());
  }
}

TEST_CASE("3b.h07 With messages lost and shuffled, five logs become equal (5.3)", "[3b.h07]") {
  for (std::uint64_t run = 0; run < 20; ++run) {
    step("run " + std::to_string(run) + " of twenty");
    Random random = Random::stream(run, "five");
    const Ensemble::Start nothing;
    Ensemble nodes =
        Ensemble::with(features_up_to('b'), {nothing, nothing, nothing, nothing, nothing}, 2);
    nodes.elect(3);
    for (int i = 0; i < 300; ++i) {
      if (random.below(5) == 0) nodes.propose(3, std::to_string(i));
      if (random.below(10) == 0) nodes.beat(3);
      std::vector<Message>& tray = nodes.tray();
      if (tray.empty()) continue;
      const auto at = tray.begin() + static_cast<std::ptrdiff_t>(random.below(tray.size()));
      const Message message = *at;
      const std::uint64_t fate = random.below(6);
      if (fate != 0) tray.erase(at);
      if (fate != 1) nodes.hand_over(message);
    }
    for (int i = 0; i < 4; ++i) {
      nodes.stabilize();
      nodes.beat(3);
    }
    nodes.stabilize();
    nodes.expect_equal_logs();
    for (std::uint64_t id = 1; id <= 5; ++id) CHECK(nodes[id].applied == nodes[3].entries());
  }
}

TEST_CASE("3b.h08 What many lost messages cost is in proportion to them (5.3)", "[3b.h08]") {
  Ensemble nodes(5, features_up_to('b'));
  nodes.elect(1);
  nodes.beat(1);
  nodes.stabilize();
  const auto before = nodes.traffic(1, 4);
  step("of three hundred commands in a row, each tenth message to node 4 is lost");
  for (int i = 0; i < 300; ++i) {
    if (i % 10 != 0) {
      nodes.propose(1, "x");
      continue;
    }
    nodes.stabilize();
    nodes.propose(1, "x");
    nodes.lose(1, 4);
  }
  for (int i = 0; i < 4; ++i) {
    nodes.stabilize();
    nodes.beat(1);
  }
  nodes.stabilize();
  nodes.expect_equal_logs();
  CHECK(nodes[4].applied.size() == 301);
  CHECK(nodes.traffic(1, 4).entries - before.entries <= 1500);
  CHECK(nodes.traffic(1, 4).messages - before.messages <= 1200);
}
