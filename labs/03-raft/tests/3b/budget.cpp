// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: how many messages and entries it takes (paper, 5.3).
#include <testkit/catch.hpp>
#include <testkit/raft/ensemble.hpp>
#include <testkit/raft/print.hpp>

#include <cstdint>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3b.28 Proposals in a row send each entry once, answered or not (5.3)", "[3b.28]") {
  Ensemble nodes(3, features_up_to('b'));
  nodes.elect(1);
  nodes.beat(1);
  nodes.stabilize();
  const auto before = nodes.traffic(1, 2);
  step("a hundred commands, before anybody answers the first");
  for (int i = 0; i < 100; ++i) nodes.propose(1, "x");
  nodes.stabilize();
  nodes.beat(1);
  nodes.stabilize();
  nodes.expect_equal_logs();
  CHECK(nodes[2].applied.size() == 101);
  CHECK(nodes.traffic(1, 2).entries - before.entries <= 150);
  CHECK(nodes.traffic(1, 2).messages - before.messages <= 300);
}

TEST_CASE("3b.29 A lost message has the entries sent once more, not once for each refusal (5.3)",
          "[3b.29]") {
  Ensemble nodes(3, features_up_to('b'));
  nodes.elect(1);
  nodes.beat(1);
  nodes.stabilize();
  const auto before = nodes.traffic(1, 2);
  nodes.propose(1, "x");
  step("the first of a hundred commands is lost on its way to node 2");
  nodes.lose(1, 2);
  for (int i = 1; i < 100; ++i) nodes.propose(1, "x");
  nodes.stabilize();
  for (int i = 0; i < 3; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  nodes.expect_equal_logs();
  CHECK(nodes[2].applied.size() == 101);
  CHECK(nodes.traffic(1, 2).entries - before.entries <= 400);
}

TEST_CASE("3b.30 A silent follower is not sent the same entries with each heartbeat (5.3)",
          "[3b.30]") {
  Ensemble nodes(3, features_up_to('b'));
  nodes.elect(1);
  const auto before = nodes.traffic(1, 2);
  step("node 2 is away while fifty commands come, and for forty heartbeats more");
  nodes.away = {2};
  for (int i = 0; i < 50; ++i) nodes.propose(1, "x");
  for (int i = 0; i < 40; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  CHECK(nodes[1].glance().commit == Index{51});
  CHECK(nodes.traffic(1, 2).entries - before.entries <= 200);
  step("it comes back");
  nodes.away.clear();
  for (int i = 0; i < 4; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  nodes.expect_equal_logs();
  CHECK(nodes[2].applied.size() == 51);
}

TEST_CASE("3b.31 An idle leader sends heartbeats, and nothing else (5.2)", "[3b.31]") {
  Ensemble nodes(3, features_up_to('b'));
  nodes.elect(1);
  nodes.propose(1, "x");
  nodes.stabilize();
  nodes.beat(1);
  nodes.stabilize();
  const auto before = nodes.traffic(1, 2);
  step("fifty heartbeats in which nothing happens");
  for (int i = 0; i < 50; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  CHECK(nodes.traffic(1, 2).messages - before.messages >= 50);
  CHECK(nodes.traffic(1, 2).messages - before.messages <= 60);
  CHECK(nodes.traffic(1, 2).entries == before.entries);
}

TEST_CASE("3b.32 Heartbeats are enough to mend what was lost at the end (5.3)", "[3b.32]") {
  Ensemble nodes(3, features_up_to('b'));
  nodes.elect(1);
  nodes.propose(1, "x");
  step("the last command is lost on its way to both others, and no other comes");
  nodes.lose();
  for (int i = 0; i < 4; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  for (std::uint64_t id = 1; id <= 3; ++id) {
    CHECK(nodes[id].glance().commit == Index{2});
    CHECK(nodes[id].applied.size() == 2);
  }
}

TEST_CASE("3b.33 A long log that went astray is mended in a few messages (5.3)", "[3b.33]") {
  std::vector<std::uint64_t> common(100, 1);
  std::vector<std::uint64_t> leading = common;
  leading.resize(400, 3);
  std::vector<std::uint64_t> astray = common;
  astray.resize(300, 2);
  Ensemble nodes = Ensemble::with(features_up_to('b'), {{3, leading}, {3, astray}, {3, leading}});
  step("node 2 has two hundred entries of term 2 where node 1 has others, of term 3");
  nodes.elect(1);
  nodes.beat(1);
  nodes.stabilize();
  nodes.expect_equal_logs();
  CHECK(nodes.traffic(1, 2).messages <= 12);
  CHECK(nodes.traffic(1, 2).entries <= 1000);
}
