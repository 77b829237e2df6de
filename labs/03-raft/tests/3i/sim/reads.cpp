// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i in a cluster: leases, clocks within their bound, and what is read when they are not.
#include <testkit/catch.hpp>
#include <testkit/raft/lease_hunt.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

bool is_answered(Cluster& cluster, NodeId node) {
  const auto read = cluster.read_now(node);
  return read && !read->is_refused;
}

}  // namespace

TEST_CASE("3i.22 A leader that is cut off goes on reading, and stops before another one leads, "
          "though its clock is as slow as allowed",
          "[3i.22]") {
  sim::simulate(sim::seeds(40), [](sim::Run& run) {
    ClusterOptions set_up;
    set_up.features = features_up_to('i');
    set_up.configure = [](Config& config) { config.election_ticks_max = 12; };
    Cluster cluster(run, set_up);
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("before");
    step("its clock is slow, the others' are fast, and it is cut off from them");
    part_clocks(cluster, leader);
    cluster.run_for(1s);
    testkit::check(is_answered(cluster, leader), "it reads by itself");
    cut_off_from_nodes(cluster, leader);
    testkit::check(is_answered(cluster, leader), "and still does when it is cut off");
    cluster.run_until(elected_other_than(leader), "the others elect");
    testkit::check(!is_answered(cluster, leader), "it has stopped before that");
  });
}

TEST_CASE("3i.23 A clock beyond its bound makes a read stale, and nobody is told: that is the "
          "price",
          "[3i.23]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('i'));
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("before");
    step("the leader is cut off, and its clock goes at a tenth of the others' speed");
    cut_off_from_nodes(cluster, leader);
    cluster.world().set_drift(static_cast<sim::ActorId>(leader.value()), -900'000);
    cluster.run_until(elected_other_than(leader), "the others elect");
    step("they commit a command; the old leader is asked for a read");
    const Index written = cluster.propose("after");
    cluster.wait_committed("after");
    const auto read = cluster.read_now(leader);
    REQUIRE(read.has_value());
    CHECK(!read->is_refused);
    CHECK(read->index < written);
  });
}
