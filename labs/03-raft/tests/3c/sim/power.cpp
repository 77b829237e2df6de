// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: crashes at every write and at every sync of a node in a cluster, and disks that fail.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/sim/swarm.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions stored(std::uint32_t nodes) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('c');
  options.store = StoreKind::segments;
  return options;
}

enum class Call { write, sync };

// One node crashes at its nth write or sync from the very beginning, and comes back; then another
// one does, some entries later.
void crash_at(sim::Run& run, Call what, std::uint64_t nth) {
  run.tell("crash at", (what == Call::write ? "write " : "sync ") + std::to_string(nth));
  Cluster cluster(run, stored(3));
  std::uint64_t proposed = 0;
  for (const int victim : {1, 2}) {
    if (what == Call::write) cluster.crash_at_write(victim, nth);
    if (what == Call::sync) cluster.crash_at_sync(victim, nth);
    for (int i = 0; i < 6; ++i) {
      cluster.agree(std::to_string(++proposed));
      if (!cluster.is_up(victim)) cluster.restart(victim);
    }
    cluster.world().crash_at_write(static_cast<sim::ActorId>(victim), 0);
    cluster.world().crash_at_sync(static_cast<sim::ActorId>(victim), 0);
  }
  cluster.expect_agreement();
}

}  // namespace

TEST_CASE("3c.42 A node may crash in any of its writes (Figure 2)", "[3c.42]") {
  for (std::uint64_t nth = 1; nth <= 30; ++nth)
    simulate([&](sim::Run& run) { crash_at(run, Call::write, nth); });
}

TEST_CASE("3c.43 A node may crash before any of its syncs (Figure 2)", "[3c.43]") {
  for (std::uint64_t nth = 1; nth <= 20; ++nth)
    simulate([&](sim::Run& run) { crash_at(run, Call::sync, nth); });
}

TEST_CASE("3c.44 A node whose disk fails says nothing any more, and the others go on (ATC 2020)",
          "[3c.44]") {
  simulate(sim::seeds(6), [](sim::Run& run) {
    Cluster cluster(run, stored(3));
    cluster.agree("a");
    const NodeId victim = run.seed() % 2 == 0 ? cluster.leader() : cluster.any_follower().id;
    const auto actor = static_cast<sim::ActorId>(victim.value());
    step("each sync of one node fails from now on");
    sim::DiskOptions disk;
    disk.sync_error_per_million = 1'000'000;
    cluster.world().set_disk(actor, disk);
    for (int i = 0; i < 5; ++i) cluster.agree("b" + std::to_string(i));
    cluster.expect(!cluster.is_up(victim), "raft.disk-error-stops",
                   "a node whose disk has failed has stopped");
    step("a new disk under it, with what was synced");
    cluster.world().set_disk(actor, {});
    cluster.restart(victim);
    cluster.agree("c");
    cluster.expect_agreement();
  });
}

TEST_CASE("3c.45 A full disk stops one node, and room brings it back", "[3c.45]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, stored(3));
    cluster.agree("a");
    const NodeId victim = cluster.any_follower().id;
    const auto actor = static_cast<sim::ActorId>(victim.value());
    sim::DiskOptions disk;
    disk.capacity_bytes = 2000;
    cluster.world().set_disk(actor, disk);
    step("more than it can hold");
    for (int i = 0; i < 8; ++i) cluster.agree(std::to_string(i) + std::string(400, 'x'));
    cluster.expect(!cluster.is_up(victim), "raft.disk-error-stops",
                   "a node that can't write its log has stopped");
    cluster.world().set_disk(actor, {});
    cluster.restart(victim);
    cluster.agree("b");
    cluster.expect_agreement();
  });
}

TEST_CASE(
    "3c.46 Whatever goes down, breaks or gets lost: no promise is broken, and it goes on after",
    "[3c.46]") {
  simulate(sim::seeds(12), [](sim::Run& run) {
    Cluster cluster(run, stored(run.seed() % 2 == 0 ? 3 : 5));
    sim::SwarmLimits limits;
    limits.safety = 15s;
    limits.pauses = limits.clock_jumps = false;
    const sim::Swarm swarm = sim::draw_swarm(run.seed(), limits);
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    sim::Actors actors;
    for (const NodeId node : cluster.nodes())
      actors.push_back(static_cast<sim::ActorId>(node.value()));
    sim::Nemesis nemesis(cluster.world(), swarm, actors);
    nemesis.begin();
    for (int i = 0; !nemesis.has_healed(); ++i) {
      const NodeId leader = cluster.leader();
      if (leader != patina::raft::no_node) cluster.propose(leader, std::to_string(i));
      cluster.run_for(100ms);
    }
    cluster.agree("the end");
    cluster.expect_agreement();
  });
}
