// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, hidden: the same with more nodes, and links that fail in one direction.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3e.h09 Two nodes of five that were cut off together depose nobody when they come back",
          "[3e.h09]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('e'));
    const NodeId leader = cluster.run_until_leader();
    const Term term = cluster.glance(leader).term;
    const std::vector<NodeId> followers = cluster.followers();
    step("cut two followers off, together, for fifteen election time-outs");
    cluster.partition({leader, followers[2], followers[3]}, {followers[0], followers[1]});
    cluster.run_for(cluster.election_timeouts(15));
    step("the network is whole again");
    cluster.heal();
    cluster.run_for(cluster.election_timeouts(5));
    testkit::check(cluster.leader() == leader, "the leader is the same");
    testkit::check(cluster.glance(leader).term == term, "and so is its term");
    cluster.agree("after");
  });
}

TEST_CASE("3e.h10 A leader that can speak and hears nobody steps down, and another takes over",
          "[3e.h10]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('e'));
    const NodeId leader = cluster.run_until_leader();
    step("all answers to the leader are lost; what it sends arrives");
    for (const NodeId follower : cluster.followers()) cluster.cut(follower, leader);
    cluster.run_until(
        [leader](const Cluster& now) { return now.glance(leader).role != Role::leader; },
        cluster.election_timeouts(3), "the leader steps down");
    cluster.run_until(elected_other_than(leader), "the others elect");
    cluster.heal();
    cluster.agree("after");
    cluster.expect_agreement();
  });
}
