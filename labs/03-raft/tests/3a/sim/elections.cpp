// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: clusters that elect (the stories of 6.5840, 3A).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using patina::raft::no_node;
using sim::simulate;

namespace {

Term highest_term(const Cluster& cluster) {
  Term highest;
  for (const NodeId node : cluster.nodes()) highest = std::max(highest, cluster.glance(node).term);
  return highest;
}

std::uint64_t nth_after(NodeId node, std::uint64_t after, std::uint64_t count) {
  return 1 + (node.value() - 1 + after) % count;
}

}  // namespace

TEST_CASE("3a.43 Three nodes elect one of them, and the others follow it (paper, 5.2)", "[3a.43]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('a'));
    step("nobody leads until one of them loses patience");
    cluster.run_ticks(9);
    cluster.expect(cluster.leader() == no_node, "raft.waits", "no wait is shorter than ten ticks");
    step("then one leads, and within two heartbeats all know it");
    cluster.run_until_leader();
    cluster.run_ticks(2);
    cluster.expect_one_leader();
  });
}

TEST_CASE("3a.44 Where nothing fails the first leader stays, and nobody else stands (paper, 5.2)",
          "[3a.44]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('a'));
    step("five nodes elect a leader, and settle");
    const NodeId first = cluster.run_until_leader();
    cluster.run_ticks(5);
    const Term term = highest_term(cluster);
    step("a hundred election time-outs pass");
    cluster.count_from_now();
    cluster.run_for(cluster.election_timeouts(100));
    cluster.expect(cluster.leader() == first, "raft.heartbeat", "the first leader leads still");
    cluster.expect(highest_term(cluster) == term, "raft.waits", "no newer term has begun");
    cluster.expect(cluster.sent(MessageType::request_vote) == 0, "raft.waits",
                   "nobody asks for a vote while the leader is heard");
    cluster.expect_one_leader();
  });
}

TEST_CASE("3a.45 A lost leader is replaced, and follows when it is back (paper, 5.2)", "[3a.45]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('a'));
    const NodeId first = cluster.run_until_leader();
    step("the leader is cut off, and the two others elect");
    cluster.isolate(first);
    cluster.run_until(elected_other_than(first), "the two others elect one of them");
    step("the old leader is back, and follows");
    cluster.heal();
    cluster.run_until(led, "all follow one leader");
    cluster.expect_one_leader();
    cluster.expect(cluster.leader() != first, "raft.term-order", "the newer term's leader stays");
  });
}

TEST_CASE("3a.46 Without a majority nobody is elected, and with it again somebody is (paper, 5.2)",
          "[3a.46]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('a'));
    const NodeId first = cluster.run_until_leader();
    step("the leader and two followers are cut off, each alone");
    for (const std::uint64_t after : {0, 1, 2}) cluster.isolate(nth_after(first, after, 5));
    cluster.run_for(cluster.election_timeouts(30));
    for (const NodeId node : cluster.nodes())
      cluster.expect(node == first || cluster.glance(node).role != Role::leader, "raft.majority",
                     "two nodes of five elect nobody");
    step("all can talk again");
    cluster.heal();
    cluster.run_until(led, "all follow one leader");
    cluster.expect_one_leader();
  });
}

TEST_CASE("3a.47 However often leaders are lost, a majority has one (paper, 5.2)", "[3a.47]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 7, features_up_to('a'));
    for (int round = 1; round <= 10; ++round) {
      step("round " + std::to_string(round) + ": the leader and two others are cut off");
      const NodeId leader = cluster.run_until_leader();
      for (const std::uint64_t after : {0, 2, 3}) cluster.isolate(nth_after(leader, after, 7));
      cluster.run_until_leader();
      step("they are back");
      cluster.heal();
      cluster.run_until(led, "all follow one leader");
    }
    cluster.expect_one_leader();
  });
}
