// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b, hidden: clusters again, of other sizes and with worse networks.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::base::Random;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

// Small messages, so that what is behind is sent in pieces.
ClusterOptions pieces(std::uint32_t nodes, std::uint32_t entries_max) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('b');
  options.configure = [entries_max](Config& config) { config.message_entries_max = entries_max; };
  return options;
}

}  // namespace

TEST_CASE("3b.h09 A follower far behind catches up in small pieces (5.3)", "[3b.h09]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, pieces(5, 7));
    cluster.agree("first");
    cluster.run_until_leader();
    const Which follower = cluster.any_follower();
    step("three hundred commands without one of the followers");
    cluster.isolate(follower);
    for (int i = 0; i < 300; ++i) cluster.propose("x" + std::to_string(i));
    cluster.wait_applied("x299");
    cluster.heal();
    cluster.agree("the last");
    cluster.expect_agreement();
    CHECK(cluster.commands(follower).size() >= 302);
  });
}

TEST_CASE("3b.h10 Nothing applied is lost in seven nodes whose leaders are cut off (5.4)",
          "[3b.h10]") {
  simulate(sim::seeds(8), [](sim::Run& run) {
    Cluster cluster(run, pieces(7, 3));
    sim::NetworkOptions network;
    network.loss_per_million = 150'000;
    network.duplicate_per_million = 150'000;
    network.slow_per_million = 200'000;
    network.slow_delay = 900ms;
    Random random = cluster.world().stream("story");
    for (std::uint64_t i = 0; i < 80; ++i) {
      cluster.world().set_network(network);
      const NodeId leader = cluster.leader();
      if (leader != patina::raft::no_node) {
        for (std::uint64_t n = random.below(5); n > 0; --n)
          cluster.propose(leader, std::to_string(i) + "/" + std::to_string(n));
        if (random.chance(1, 4) && run.allows("story", i)) cluster.isolate(leader);
      }
      if (random.chance(1, 4)) cluster.heal();
      cluster.run_for(std::chrono::milliseconds(random.between(10, 900)));
    }
    cluster.heal();
    cluster.agree("the last");
    cluster.expect_agreement();
  });
}

TEST_CASE("3b.h11 One of two halves of an even cluster commits nothing (5.3)", "[3b.h11]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, 4, features_up_to('b'));
    cluster.agree("first");
    const NodeId leader = cluster.run_until_leader();
    const std::vector<NodeId> others = cluster.followers();
    step("two and two: neither side is a majority");
    cluster.partition({leader, others[0]}, {others[1], others[2]});
    cluster.propose(leader, "with two of four");
    cluster.run_for(cluster.election_timeouts(4));
    cluster.expect(!cluster.is_committed("with two of four"), "raft.commit-majority",
                   "a command that two of four nodes have is not committed");
    cluster.heal();
    cluster.agree("the last");
    cluster.expect_agreement();
  });
}
