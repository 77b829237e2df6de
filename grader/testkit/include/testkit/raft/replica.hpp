// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Replica: a Raft node in the simulator, as the harness sees it. The program under test makes them;
// the harness knows contracts only, and none of the learner's types.
//
// Interface:
//   make_node(config, restored)       a bare node, for tests of one node at a time
//   make_replica(setup, process)      a node with store and state machine on a simulated process
//   Replica                           a simulated actor that can be asked what it knows; it answers
//                                     clients too (testkit/raft/request.hpp)
// The actor with number n is the node with number n: a cluster's replicas are added first.
// Both functions are defined in labs/03-raft/tests/subject.cpp, compiled into each test program.
// Thread rule: one thread.
#pragma once

#include <patina/raft/node.hpp>
#include <testkit/sim.hpp>

#include <memory>

namespace testkit::raft {

using patina::raft::Bytes;
using patina::raft::Config;
using patina::raft::Configuration;
using patina::raft::Entry;
using patina::raft::Features;
using patina::raft::HardState;
using patina::raft::Glance;
using patina::raft::Index;
using patina::raft::LastEntry;
using patina::raft::Message;
using patina::raft::MessageType;
using patina::raft::Node;
using patina::raft::NodeId;
using patina::raft::Ready;
using patina::raft::Restored;
using patina::raft::Role;
using patina::raft::Status;
using patina::raft::Term;

// What the network of a simulated cluster carries between replicas.
class RaftPayload final : public sim::Payload {
 public:
  explicit RaftPayload(Message carried) : message(std::move(carried)) {}
  std::string describe() const override { return patina::raft::describe(message); }
  std::uint32_t bytes() const override;

  const Message message;
};

enum class StoreKind : std::uint8_t {
  none,      // before 3c: nothing survives
  memory,    // given, durable at sync; written to simulated files in the simplest way
  segments,  // 3c: the learner's
};
enum class MachineKind : std::uint8_t {
  list,  // given: remembers the commands and answers with their number
  kv,    // 3d: the learner's
};

struct ReplicaSetup {
  Config config;
  sim::Duration tick = std::chrono::milliseconds(100);
  StoreKind store = StoreKind::none;
  MachineKind machine = MachineKind::list;
  std::uint64_t compact_every = 0;  // entries applied; 0: never
  // With features.async (3h): a sync takes up to that, and the replica goes on meanwhile.
  sim::Duration sync_time_max = std::chrono::milliseconds(5);
};

class Replica;

// What a replica tells the harness, as it happens.
class ReplicaWatcher {
 public:
  virtual ~ReplicaWatcher() = default;
  // `answer` is of the state machine; empty for no-ops and configurations.
  virtual void on_applied(NodeId node, const Entry& entry, const Bytes& answer) = 0;
  virtual void on_installed(NodeId node, const patina::raft::Snapshot& snapshot) = 0;
  virtual void on_readable(NodeId node, const patina::raft::ReadState& read) = 0;
  virtual void on_synced(NodeId node, const Ready& ready) = 0;  // before after_persist leaves
  // Of one with features.async: it is in the store, and on_synced will say when it is synced.
  virtual void on_written(NodeId node, const Ready& ready) = 0;
};

class Replica : public sim::Actor {
 public:
  virtual Node& node() = 0;  // after an input of one's own call pump()
  virtual const Node& node() const = 0;
  virtual void pump() = 0;
  virtual Bytes query(const Bytes& question) const = 0;  // of the state machine, as it is now
  virtual Bytes machine_snapshot() const = 0;
  // Has its disk failed? Then it does nothing any more, until it is started anew (fail-stop).
  virtual bool has_failed() const = 0;
};

std::unique_ptr<Node> make_node(const Config& config, const Restored& restored = {});
std::unique_ptr<Replica> make_replica(const ReplicaSetup& setup, sim::Process& process,
                                      ReplicaWatcher& watcher);

}  // namespace testkit::raft
