// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: the stories of the paper, message by message (5.3, 5.4.2; Figures 7 and 8).
#include <testkit/catch.hpp>
#include <testkit/raft/ensemble.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;
using Terms = std::vector<std::uint64_t>;

namespace {

void run_until_leader(Ensemble& nodes, std::uint64_t node) {
  for (int tries = 0; tries < 3 && nodes[node].role() != Role::leader; ++tries) {
    nodes.campaign(node);
    for (std::uint64_t other = 1; other <= nodes.size(); ++other) nodes.deliver(node, other);
    for (std::uint64_t other = 1; other <= nodes.size(); ++other) nodes.deliver(other, node);
  }
  CHECK(nodes[node].role() == Role::leader);
}

// It led when it went away, and hears from node 3 that there is a newer term.
void come_back(Ensemble& nodes, std::uint64_t node) {
  nodes.lose();
  nodes.beat(node);
  nodes.deliver(node, 3);
  nodes.deliver(3, node);
  nodes.lose();
  CHECK(nodes[node].role() == Role::follower);
}

// Figure 8 up to (b): node 1 led term 2 and brought entry 2 to node 2 only; then node 5 led term 3.
Ensemble figure_8() {
  Ensemble nodes =
      Ensemble::with(features_up_to('b'), {{1, {1}}, {1, {1}}, {1, {1}}, {1, {1}}, {1, {1}}}, 1);
  step("(a) node 1 leads term 2; its entry reaches node 2 only");
  run_until_leader(nodes, 1);
  nodes.deliver(1, 2);
  nodes.lose();
  step("(b) node 1 is gone; node 5 leads term 3 with 3 and 4, and its entry reaches nobody");
  nodes.away = {1, 2};
  run_until_leader(nodes, 5);
  nodes.lose();
  CHECK(nodes[2].terms() == Terms{1, 2});
  CHECK(nodes[5].terms() == Terms{1, 3});
  return nodes;
}

}  // namespace

TEST_CASE("3b.34 A leader makes each of the logs of Figure 7 equal to its own (5.3)", "[3b.34]") {
  const Terms leading = {1, 1, 1, 4, 4, 5, 5, 6, 6, 6};
  const std::vector<Terms> followers = {
      {1, 1, 1, 4, 4, 5, 5, 6, 6},           // (a)
      {1, 1, 1, 4},                          // (b)
      {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6},     // (c)
      {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7},  // (d)
      {1, 1, 1, 4, 4, 4, 4},                 // (e)
      {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3},     // (f)
  };
  for (std::size_t i = 0; i < followers.size(); ++i) {
    step(std::string("the follower (") + static_cast<char>('a' + i) + ") of Figure 7");
    Ensemble nodes =
        Ensemble::with(features_up_to('b'), {{7, leading}, {7, followers[i]}, {7, leading}});
    nodes.elect(1);
    nodes.beat(1);
    nodes.stabilize();
    CHECK(nodes[2].entries() == nodes[1].entries());
    CHECK(nodes[2].glance().commit == Index{11});
  }
}

TEST_CASE("3b.35 An old entry on a majority can still be overwritten (5.4.2, Figure 8, d)",
          "[3b.35]") {
  Ensemble nodes = figure_8();
  step("(c) node 1 leads term 4 and brings entry 2, of term 2, to node 3: a majority has it");
  nodes.away = {4, 5};
  come_back(nodes, 1);
  run_until_leader(nodes, 1);
  for (int i = 0; i < 20 && nodes[3].terms() != Terms{1, 2}; ++i) {
    if (i % 4 == 3) nodes.beat(1);
    nodes.deliver_one(1, 3);
    nodes.deliver(3, 1);
  }
  nodes.lose(1, 3);
  nodes.deliver(1, 2);
  nodes.deliver(2, 1);
  nodes.lose();
  REQUIRE(nodes[3].terms() == Terms{1, 2});
  CHECK(nodes[1].glance().commit == Index{0});
  step("(d) node 1 is gone again; node 5 leads with 3 and 4, and its entry replaces that one");
  nodes.away = {1, 2};
  come_back(nodes, 5);
  run_until_leader(nodes, 5);
  nodes.away.clear();
  for (int i = 0; i < 6; ++i) {
    nodes.beat(5);
    nodes.stabilize();
  }
  nodes.expect_equal_logs();
  CHECK(nodes[1].terms() == Terms{1, 3, nodes[5].term().value()});
  for (std::uint64_t id = 1; id <= 5; ++id) CHECK(nodes[id].applied == nodes[id].entries());
}

TEST_CASE("3b.36 An entry of the leader's own term on a majority stays (5.4.2, Figure 8, e)",
          "[3b.36]") {
  Ensemble nodes = figure_8();
  step("(e) node 1 leads term 4 and brings all it has, an entry of term 4 too, to 2 and 3");
  nodes.away = {4, 5};
  come_back(nodes, 1);
  run_until_leader(nodes, 1);
  for (int i = 0; i < 3; ++i) {
    nodes.beat(1);
    nodes.stabilize();
  }
  CHECK(nodes[1].glance().commit == Index{3});
  step("node 1 is gone; node 5 can't win any more, with whomever it asks");
  nodes.away = {1};
  come_back(nodes, 5);
  for (int i = 0; i < 3; ++i) {
    nodes.campaign(5);
    nodes.stabilize();
    CHECK(nodes[5].role() != Role::leader);
  }
}

TEST_CASE("3b.37 Messages may be lost, doubled and shuffled: the logs become equal (5.3)",
          "[3b.37]") {
  for (std::uint64_t run = 0; run < 20; ++run) {
    step("run " + std::to_string(run) + " of twenty");
    Random random = Random::stream(run, "shuffle");
    Ensemble nodes(3, features_up_to('b'));
    nodes.elect(1);
    for (int i = 0; i < 200; ++i) {
      if (random.below(4) == 0) nodes.propose(1, std::to_string(i));
      if (random.below(8) == 0) nodes.beat(1);
      std::vector<Message>& tray = nodes.tray();
      if (tray.empty()) continue;
      const auto at = tray.begin() + static_cast<std::ptrdiff_t>(random.below(tray.size()));
      const Message message = *at;
      const std::uint64_t fate = random.below(10);
      if (fate != 0) tray.erase(at);            // 0: it will come once more
      if (fate != 1) nodes.hand_over(message);  // 1: lost
    }
    for (int i = 0; i < 4; ++i) {
      nodes.stabilize();
      nodes.beat(1);
    }
    nodes.stabilize();
    nodes.expect_equal_logs();
    for (std::uint64_t id = 1; id <= 3; ++id) CHECK(nodes[id].applied == nodes[1].entries());
  }
}
