// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i in a cluster: leadership goes where it is wanted.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

Cluster::Condition led_by(Which node) {
  return [node](const Cluster& now) { return led(now) && now.leader() == node.id; };
}

}  // namespace

TEST_CASE("3i.19 Leadership goes to whom it is handed, before an election time-out is over, and "
          "back",
          "[3i.19]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('i'));
    const NodeId first = cluster.run_until_leader();
    cluster.agree("before");
    const Term term = cluster.glance(first).term;
    const Which other = cluster.any_follower();
    step("node " + to_string(first) + " hands over to node " + to_string(other.id));
    testkit::check(cluster.transfer(first, other).is_taken(), "the leader hands over");
    cluster.run_until(led_by(other), cluster.election_timeouts(1), "the other one leads");
    testkit::check(cluster.glance(other).term == term + 1, "after one election");
    cluster.agree("between");
    step("and back");
    testkit::check(cluster.transfer(other, first).is_taken(), "the leader hands over");
    cluster.run_until(led_by(first), cluster.election_timeouts(1), "the first one leads again");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3i.20 Who needs a snapshot gets it before it is told to lead", "[3i.20]") {
  sim::simulate([](sim::Run& run) {
    ClusterOptions options;
    options.features = features_up_to('i');
    options.compact_every = 5;
    Cluster cluster(run, options);
    const NodeId leader = cluster.run_until_leader();
    const Which behind = cluster.any_follower();
    step("node " + to_string(behind.id) + " is cut off while the others compact their logs");
    cluster.isolate(behind);
    for (int i = 0; i < 20; ++i) cluster.agree("command " + std::to_string(i));
    step("it comes back, and is to lead");
    cluster.rejoin(behind);
    testkit::check(cluster.transfer(leader, behind).is_taken(), "the leader hands over");
    cluster.run_until(led_by(behind), cluster.election_timeouts(2), "who was behind leads");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3i.21 When the one that is to lead has died the old leader goes on leading", "[3i.21]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('i'));
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("before");
    const Which dead = cluster.any_follower();
    step("node " + to_string(dead.id) + " has died, and is to lead");
    cluster.crash(dead);
    testkit::check(cluster.transfer(leader, dead).is_taken(), "the leader hands over");
    cluster.run_for(cluster.election_timeouts(2));
    testkit::check(cluster.leader() == leader, "the leader is the same");
    cluster.agree("after");
    cluster.restart(dead);
    cluster.expect_agreement();
  });
}
