// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a node is set up: who it is, whom it knows, how patient it is, and which rules it follows.
//
// Features name the tasks whose rules run. A lab is done task by task: while a task's rules are
// off, Raft calls none of its functions, so that 3a can be tested before 3b is begun. Whoever uses
// the finished library wants all_features().
// Thread rule: value types.
#pragma once

#include <patina/raft/configuration.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>

namespace patina::raft {

struct Features {
  bool replication = false;   // 3b
  bool persistence = false;   // 3c
  bool snapshots = false;     // 3d
  bool reads = false;         // 3e: read_index
  bool pre_vote = false;      // 3e
  bool check_quorum = false;  // 3e
  bool membership = false;    // 3f
  bool flow = false;          // 3g
  bool async = false;         // 3h
  bool lease = false;         // 3i
  bool transfer = false;      // 3i
};

// All rules up to a task of the core: 'a' is election alone, 'e' is the whole core; 'f' to 'i' are
// the core and the rules of that one task, since the tasks beyond the core stand alone.
constexpr Features features_up_to(char task) {
  Features features;
  features.replication = task >= 'b';
  features.persistence = task >= 'c';
  features.snapshots = task >= 'd';
  features.reads = features.pre_vote = features.check_quorum = task >= 'e';
  features.membership = task == 'f';
  features.flow = task == 'g';
  features.async = task == 'h';
  features.lease = features.transfer = task == 'i';
  return features;
}

constexpr Features all_features() {
  Features features = features_up_to('e');
  features.membership = features.flow = features.async = features.transfer = true;
  features.lease = false;  // safe only with clocks that keep their bounds: a choice of the host's
  return features;
}

struct Config {
  NodeId id;                    // never no_node
  Configuration configuration;  // as long as the log and the snapshot say nothing else
  std::uint64_t seed = 1;       // of what is drawn: election time-outs
  Ticks heartbeat_ticks = 1;
  Ticks election_ticks_min = 10;  // a time-out is drawn from min to max, both included
  Ticks election_ticks_max = 19;
  std::uint32_t message_entries_max = 1024;      // of one append_entries
  std::uint64_t message_bytes_max = 1 << 20;     // of their data; but one entry always goes
  std::uint32_t inflight_messages_max = 256;     // 3g: a peer, unanswered
  std::uint64_t inflight_bytes_max = 8 << 20;    // 3g
  std::uint64_t uncommitted_bytes_max = 64 << 20;  // 3g: then propose refuses
  std::uint64_t chunk_bytes_max = 64 << 10;        // 3h: of a snapshot's data in one message
  Ticks clock_drift_ticks_max = 2;  // 3i: by which two clocks part in election_ticks_min ticks
  Features features;
};

}  // namespace patina::raft
