// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e in a cluster: who leads goes on leading, whatever comes back or is half connected; and who
// can't, knows it.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3e.27 A node that comes back from a partition deposes nobody (thesis 9.6)", "[3e.27]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('e'));
    const NodeId leader = cluster.run_until_leader();
    const Term term = cluster.glance(leader).term;
    step("cut a follower off for ten election time-outs");
    const Which cut_off = cluster.any_follower();
    cluster.isolate(cut_off);
    cluster.run_for(cluster.election_timeouts(10));
    testkit::check(cluster.glance(cut_off).term == term, "it has begun no term of its own");
    step("it comes back");
    cluster.rejoin(cut_off);
    cluster.run_for(cluster.election_timeouts(5));
    testkit::check(cluster.leader() == leader, "the leader is the same");
    testkit::check(cluster.glance(leader).term == term, "and so is its term");
    cluster.expect_one_leader();
  });
}

TEST_CASE("3e.28 A leader on the small side of a cut network stops leading (thesis 6.2)",
          "[3e.28]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('e'));
    const NodeId leader = cluster.run_until_leader();
    step("cut the leader off; the others elect another");
    cluster.isolate(leader);
    cluster.run_until(elected_other_than(leader), "the others elect");
    cluster.run_for(cluster.election_timeouts(2));
    testkit::check(cluster.glance(leader).role != Role::leader, "the old one has stepped down");
    step("it comes back and follows");
    cluster.rejoin(leader);
    cluster.run_until(led, "all follow one leader");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3e.29 Nodes that reach some and not the leader depose nobody (the outage of 2020)",
          "[3e.29]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('e'));
    const NodeId leader = cluster.run_until_leader();
    const Term term = cluster.glance(leader).term;
    step("two followers lose their links to the leader and to each other, not to the rest");
    const std::vector<NodeId> followers = cluster.followers();
    for (const NodeId lost : {followers[0], followers[1]}) {
      cluster.cut(lost, leader);
      cluster.cut(leader, lost);
    }
    cluster.cut(followers[0], followers[1]);
    cluster.cut(followers[1], followers[0]);
    cluster.run_for(cluster.election_timeouts(20));
    testkit::check(cluster.glance(leader).role == Role::leader, "the leader still leads");
    testkit::check(cluster.glance(leader).term == term, "in the same term");
    step("and a command is still committed");
    cluster.propose(leader, "still here");
    cluster.wait_committed("still here");
  });
}

TEST_CASE("3e.30 When the leader has gone for good a new one comes, pre-votes or not", "[3e.30]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('e'));
    step("twice: the leader crashes, and another is elected");
    for (int i = 0; i < 2; ++i) {
      const NodeId leader = cluster.run_until_leader();
      cluster.agree("before crash " + std::to_string(i));
      cluster.crash(leader);
      cluster.run_until(elected_other_than(leader), "the others elect");
    }
    cluster.agree("with three of five");
    cluster.expect_one_leader();
  });
}
