// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: a few nodes among each other, message by message.
#include <testkit/catch.hpp>
#include <testkit/raft/ensemble.hpp>
#include <testkit/raft/print.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3a.37 Of two candidates of one term whoever gets the third vote leads (paper, 5.2)",
          "[3a.37]") {
  Ensemble nodes(3, features_up_to('a'));
  step("1 and 2 stand in the same term before either hears of the other");
  nodes.campaign(1);
  nodes.campaign(2);
  REQUIRE(nodes[1].term() == nodes[2].term());
  step("node 3 hears of 2 first");
  nodes.deliver(2, 3);
  nodes.stabilize();
  CHECK(nodes[2].role() == Role::leader);
  CHECK(nodes[1].role() == Role::follower);
  CHECK(nodes[3].role() == Role::follower);
  for (const std::uint64_t id : {1, 2, 3}) {
    CHECK(nodes[id].term() == Term{1});
    CHECK(nodes[id].status().leader == NodeId{2});
  }
}

TEST_CASE("3a.38 A split vote makes no leader, and the next term does (paper, 5.2)", "[3a.38]") {
  Ensemble nodes(4, features_up_to('a'));
  step("1 and 2 stand in term 1; 3 votes for 1, and 4 for 2");
  nodes.campaign(1);
  nodes.campaign(2);
  nodes.deliver(1, 3);
  nodes.deliver(2, 4);
  nodes.stabilize();
  for (const std::uint64_t id : {1, 2, 3, 4}) CHECK(nodes[id].role() != Role::leader);
  step("2 is the first whose wait ends");
  nodes.elect(2);
  CHECK(nodes[2].term() == Term{2});
  CHECK(nodes[1].role() == Role::follower);
}

TEST_CASE("3a.39 Each node in its turn can lead, and the one before follows it (paper, 5.1)",
          "[3a.39]") {
  Ensemble nodes(3, features_up_to('a'));
  for (std::uint64_t term = 1; term <= 6; ++term) {
    const std::uint64_t next = 1 + term % 3;
    step("node " + std::to_string(next) + " is elected in term " + std::to_string(term));
    nodes.elect(next);
    for (const std::uint64_t id : {1, 2, 3}) {
      CHECK(nodes[id].role() == (id == next ? Role::leader : Role::follower));
      CHECK(nodes[id].term() == Term{term});
      CHECK(nodes[id].status().leader == NodeId{next});
    }
  }
}

TEST_CASE("3a.40 Only who has what a majority has can be elected (paper, 5.4.1)", "[3a.40]") {
  step("1 has an old long log, 2 an empty one; 3, 4 and 5 have the newest entry");
  Ensemble nodes = Ensemble::with(
      features_up_to('a'),
      {{3, {1, 1, 1, 1}}, {3, {}}, {3, {1, 3}}, {3, {1, 3}}, {3, {1, 3}}});
  for (const std::uint64_t id : {1, 2, 1, 2}) {
    step("node " + std::to_string(id) + " stands");
    nodes.campaign(id);
    nodes.stabilize();
    CHECK(nodes[id].role() != Role::leader);
  }
  step("node 4 stands");
  nodes.elect(4);
  CHECK(nodes[4].term() > Term{4});
}

TEST_CASE("3a.41 A leader that was away comes back and follows (paper, 5.1, 5.2)", "[3a.41]") {
  Ensemble nodes(3, features_up_to('a'));
  nodes.elect(1);
  step("node 1 is away, and 2 is elected");
  nodes.away = {1};
  nodes.elect(2);
  CHECK(nodes[1].role() == Role::leader);
  CHECK(nodes[2].term() == Term{2});
  step("1 comes back, and its heartbeats are refused with the newer term");
  nodes.away = {};
  nodes.beat(1);
  nodes.stabilize();
  CHECK(nodes[1].role() == Role::follower);
  CHECK(nodes[1].term() == Term{2});
  CHECK(nodes[2].role() == Role::leader);
  step("and 2 is heard");
  nodes.beat(2);
  nodes.stabilize();
  CHECK(nodes[1].status().leader == NodeId{2});
}

TEST_CASE("3a.42 Messages that come twice and in disorder elect one leader a term (paper, 5.2)",
          "[3a.42]") {
  Ensemble nodes(5, features_up_to('a'));
  std::map<Term, std::uint64_t> leaders;
  std::map<std::pair<Term, NodeId>, std::set<std::uint64_t>> voters;  // of a candidate in a term
  for (std::uint64_t round = 0; round < 12; ++round) {
    step("two stand; what they ask, and the answers, come backwards and twice");
    for (const std::uint64_t id : {1 + round % 5, 1 + (round + 2) % 5})
      if (nodes[id].role() != Role::leader) nodes.campaign(id);
    for (int i = 0; i < 400 && !nodes.tray().empty(); ++i) {
      const Message last = nodes.tray().back();
      nodes.tray().pop_back();
      for (int time = 0; time < 2; ++time) {
        nodes.hand_over(last);
        for (std::uint64_t id = 1; id <= 5; ++id)
          voters[{nodes[id].term(), nodes[id].status().vote}].insert(id);
      }
      for (std::uint64_t id = 1; id <= 5; ++id) {
        if (nodes[id].role() != Role::leader) continue;
        CHECK(leaders.try_emplace(nodes[id].term(), id).first->second == id);
        CHECK(voters[{nodes[id].term(), NodeId{id}}].size() >= 3);
      }
    }
  }
  CHECK(leaders.size() >= 6);
}
