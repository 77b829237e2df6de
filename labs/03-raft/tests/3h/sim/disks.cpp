// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: clusters whose disks take their time, and swarms of faults on top.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions slow(sim::Duration sync_time_max) {
  ClusterOptions options;
  options.features = features_up_to('h');
  options.sync_time_max = sync_time_max;
  return options;
}

// What a world's disks and snapshots are like follows from its seed.
CampaignOptions slow_campaign(std::uint64_t seed, std::uint32_t nodes) {
  constexpr sim::Duration sync_times[] = {1ms, 20ms, 100ms, 300ms};
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.features = features_up_to('h');
  options.cluster.sync_time_max = sync_times[seed % 4];
  options.cluster.store = seed % 3 == 0 ? StoreKind::segments : StoreKind::memory;
  options.clients.count = 5;
  options.clients.pause = 50ms;
  options.faults = bearable_faults(options.cluster);
  return options;
}

CampaignOptions piecewise_campaign(std::uint64_t seed, std::uint32_t nodes) {
  CampaignOptions options = slow_campaign(seed, nodes);
  options.cluster.compact_every = 15;
  options.cluster.configure = [](Config& config) { config.chunk_bytes_max = 200; };
  return options;
}

}  // namespace

TEST_CASE("3h.33 One sync is for all that was written meanwhile: fifty commands need a few",
          "[3h.33]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, slow(100ms));
    cluster.agree("first");
    const NodeId leader = cluster.leader();
    for (int i = 1; i <= 50; ++i) {
      cluster.propose(leader, "c." + std::to_string(i));
      cluster.run_for(1ms);
    }
    cluster.run_until([](const Cluster& now) { return now.is_committed("c.50"); }, 500ms,
                      "fifty commands are committed, on disks that take a tenth of one for each");
    cluster.expect_agreement();
  });
}

TEST_CASE("3h.34 A crash between write and sync loses nothing that anybody was told", "[3h.34]") {
  simulate(sim::seeds(6), [](sim::Run& run) {
    Cluster cluster(run, slow(200ms));
    for (int round = 1; round <= 4; ++round) {
      const NodeId leader = cluster.run_until_leader();
      for (int i = 1; i <= 10; ++i) {
        cluster.propose(leader, std::to_string(round) + "." + std::to_string(i));
        cluster.run_for(15ms);
      }
      step("the leader goes down with what its disk is at; in the last round all do");
      for (const NodeId node : cluster.nodes())
        if (node == leader || round == 4) cluster.crash(node);
      cluster.run_for(50ms);
      for (const NodeId node : cluster.nodes())
        if (!cluster.is_up(node)) cluster.restart(node);
      cluster.agree("round " + std::to_string(round));
      cluster.expect_agreement();
    }
  });
}

TEST_CASE("3h.35 Disks may take as long as they like, and no promise is broken by any fault",
          "[3h.35]") {
  step("forty worlds of three nodes, each with a swarm of faults drawn from its seed");
  simulate(sim::seeds(40), [](sim::Run& run) { campaign(run, slow_campaign(run.seed(), 3)); });
}

TEST_CASE("3h.36 Snapshots in pieces bear any faults: all end with the same state machines",
          "[3h.36]") {
  step("forty worlds of three nodes that compact and send their snapshots in pieces");
  simulate(sim::seeds(40), [](sim::Run& run) { campaign(run, piecewise_campaign(run.seed(), 3)); });
}

TEST_CASE("3h.37 Five nodes with slow disks and snapshots in pieces find together again",
          "[3h.37]") {
  step("twenty worlds of five nodes");
  simulate(sim::seeds(20), [](sim::Run& run) { campaign(run, piecewise_campaign(run.seed(), 5)); });
}
