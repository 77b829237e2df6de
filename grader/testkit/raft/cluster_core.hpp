// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ClusterCore: what stands behind a Cluster. It makes the replicas, sees each message before the
// network does, and tells the referee of all events.
//
// It lives as long as the world whose factories hold it.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/cluster.hpp>
#include <testkit/raft/oracle.hpp>
#include <testkit/raft/referee.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace testkit::raft {

class ClusterCore final : public sim::Observer, public ReplicaWatcher {
 public:
  ClusterCore(sim::Run& run, const ClusterOptions& options);

  static void add_replicas(const std::shared_ptr<ClusterCore>& core);
  std::unique_ptr<sim::Actor> make(NodeId id, sim::Process& process);
  Replica* replica(NodeId id) const;  // null while it is down
  bool is_replica(sim::ActorId id) const { return id >= 1 && id <= count(); }
  std::uint32_t count() const { return options.nodes + options.spares; }

  // Something was done to a node that is no event of the world.
  void look(NodeId id);
  // What a replica wants to send.
  void send(sim::Process& process, sim::ActorId to, sim::PayloadPtr payload);
  void release();
  sim::Lane lane(sim::ActorId id) const;

  // Observer
  void before(const sim::Event& event) override;
  void after(const sim::Event& event) override;
  // ReplicaWatcher
  void on_applied(NodeId node, const Entry& entry, const Bytes& answer) override;
  void on_installed(NodeId node, const patina::raft::Snapshot& snapshot) override;
  void on_readable(NodeId, const patina::raft::ReadState& read) override {
    if (read.context == question) answered = read;
  }
  void on_synced(NodeId node, const Ready& ready) override {
    if (options.features.async) return referee.persisted(node, ready);
    referee.synced(node, ready);
  }
  void on_written(NodeId node, const Ready& ready) override { referee.written(node, ready); }

  struct Filter {
    Cluster::Predicate predicate;
    bool holds;
  };
  struct Held {
    sim::ActorId from;
    sim::ActorId to;
    sim::PayloadPtr payload;
  };
  // One that goes through send() above.
  struct Wire;

  sim::Run& run;
  const ClusterOptions options;
  Referee referee;
  Oracle oracle;
  std::vector<std::shared_ptr<Wire>> wires;  // by number of the node; of its last start
  std::vector<Entry> applied;                // by index; those that no node was given have index 0
  std::array<std::uint64_t, 9> sent{};
  std::uint64_t bytes_sent = 0;
  std::vector<Filter> filters;
  std::vector<Held> held;
  std::uint64_t looks = 0;
  std::uint64_t question = 0;  // of Cluster::read_now; those of clients lie above all of these
  std::optional<patina::raft::ReadState> answered;  // that one
};

}  // namespace testkit::raft
