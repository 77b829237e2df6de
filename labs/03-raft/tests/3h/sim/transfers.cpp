// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: a node that was away gets a snapshot in pieces, over networks of all kinds.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

constexpr std::uint64_t piece_bytes = 50;

ClusterOptions in_pieces(std::uint64_t compact_every = 20, StoreKind store = StoreKind::memory) {
  ClusterOptions options;
  options.features = features_up_to('h');
  options.compact_every = compact_every;
  options.store = store;
  options.configure = [](Config& config) { config.chunk_bytes_max = piece_bytes; };
  return options;
}

void agree_on(Cluster& cluster, const std::string& name, int count) {
  for (int i = 1; i <= count; ++i) cluster.agree(name + "." + std::to_string(i));
}

// A follower goes, and more is agreed on than is kept in logs. Nobody says anything to it yet.
NodeId away(Cluster& cluster, int commands) {
  agree_on(cluster, "a", 3);
  const NodeId gone = cluster.followers().back();
  cluster.isolate(gone);
  agree_on(cluster, "while one is away, there is a lot to say", commands);
  return gone;
}

std::uint64_t pieces_of(const Cluster& cluster) {
  const std::uint64_t bytes = cluster.replica(cluster.leader()).machine_snapshot().size();
  return (bytes + piece_bytes - 1) / piece_bytes;
}

}  // namespace

TEST_CASE("3h.29 A snapshot of k pieces costs about k messages, and its bytes once", "[3h.29]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, in_pieces());
    away(cluster, 60);
    const std::uint64_t k = pieces_of(cluster);
    cluster.expect(k > 40, "raft.chunks", "the snapshot is larger than forty pieces");
    cluster.count_from_now();
    cluster.heal();
    cluster.run_until(converged, "the node that was away catches up");
    const std::uint64_t sent = cluster.sent(MessageType::install_snapshot);
    run.tell("pieces", std::to_string(k));
    cluster.expect(sent + 10 >= k && sent <= k + 10, "raft.chunks",
                   "of " + std::to_string(k) + " pieces " + std::to_string(sent) +
                       " messages were made, on a network that loses none");
    cluster.expect(cluster.sent(MessageType::chunk_response) <= k + 10, "raft.chunks",
                   "a piece is answered once");
    cluster.expect(cluster.bytes_sent() < 100'000, "raft.chunks",
                   "its bytes go over the network once");
    cluster.expect_agreement();
  });
}

TEST_CASE("3h.30 Pieces that are lost, late and doubled cost what was lost, and no new beginning",
          "[3h.30]") {
  simulate(sim::seeds(8), [](sim::Run& run) {
    Cluster cluster(run, in_pieces());
    away(cluster, 60);
    const std::uint64_t k = pieces_of(cluster);
    cluster.count_from_now();
    cluster.heal();
    sim::NetworkOptions network;
    network.loss_per_million = 100'000;
    network.duplicate_per_million = 200'000;
    network.slow_per_million = 50'000;
    network.slow_delay = 150ms;
    cluster.world().set_network(network);
    cluster.run_until(converged, cluster.election_timeouts(40),
                      "the node that was away catches up while messages are lost");
    const std::uint64_t sent = cluster.sent(MessageType::install_snapshot);
    cluster.expect(sent <= 2 * k + 20, "raft.chunks",
                   "of " + std::to_string(k) + " pieces " + std::to_string(sent) +
                       " messages were made, where one in ten was lost");
    cluster.heal();
    cluster.expect_agreement();
  });
}

TEST_CASE("3h.31 A crash before any sync while a snapshot comes in leaves the old state or the new",
          "[3h.31]") {
  for (const StoreKind store : {StoreKind::memory, StoreKind::segments}) {
    std::uint64_t points = 0;
    for (bool has_crashed = true; has_crashed && points < 60; points += has_crashed ? 1 : 0)
      simulate([&, nth = points + 1](sim::Run& run) {
        run.tell("crash at", "sync " + std::to_string(nth));
        has_crashed = false;
        Cluster cluster(run, in_pieces(5, store));
        const NodeId victim = away(cluster, 12);
        cluster.crash_at_sync(victim, nth);
        cluster.heal();
        for (int i = 1; i <= 5; ++i) {
          cluster.agree("c." + std::to_string(i));
          if (cluster.is_up(victim)) continue;
          has_crashed = true;
          cluster.restart(victim);
        }
        cluster.run_until(converged, "the node that crashed catches up");
        cluster.expect_agreement();
      });
    CHECK(points > 5);
  }
}

TEST_CASE("3h.32 A leader that compacts all the while still brings its snapshots through",
          "[3h.32]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    ClusterOptions options = in_pieces(3);
    options.configure = [](Config& config) { config.chunk_bytes_max = 20; };
    Cluster cluster(run, options);
    const NodeId gone = away(cluster, 40);
    step("it is back, and commands go on, a snapshot every three of them");
    cluster.heal();
    bool is_back = false;
    for (int i = 1; i <= 150 && !is_back; ++i) {
      if (elected(cluster)) cluster.propose(cluster.leader(), "n." + std::to_string(i));
      cluster.run_for(20ms);
      is_back = cluster.glance(gone).commit > Index{40};
    }
    cluster.expect(is_back, "raft.chunks-resume",
                   "within three seconds one of a hundred pieces and their answers arrives");
    cluster.expect_agreement();
  });
}
