// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// State: what a Raft node knows (paper, Figure 2), shared by the files that hold its rules.
//
// A rule is a function over State, in the file named after it: election.hpp, replication.hpp, ...
// The fields here are given, because more than one rule reads them. What one task needs alone
// stands in a struct of that task's own: Votes (3a), Persistence (3c), Reads (3e) and so on.
// Invariants, checked after each input (patina/raft/invariants.hpp):
//   base <= commit <= last, applied <= commit; current_term never falls; one vote a term; a
//   leader's log only grows
// Thread rule: one thread.
#pragma once

#include <patina/base/random.hpp>
#include <patina/raft/chunks.hpp>
#include <patina/raft/config.hpp>
#include <patina/raft/inflights.hpp>
#include <patina/raft/leases.hpp>
#include <patina/raft/log.hpp>
#include <patina/raft/members.hpp>
#include <patina/raft/persistence.hpp>
#include <patina/raft/reads.hpp>
#include <patina/raft/ready.hpp>
#include <patina/raft/votes.hpp>
#include <patina/raft/writes.hpp>

#include <algorithm>
#include <vector>

namespace patina::raft {

// What a leader knows of another node.
struct Peer {
  NodeId id;
  Index match_index;        // the highest entry known to be in its log (paper: matchIndex[])
  Index next_index{1};      // the next one to send (paper: nextIndex[])
  Index commit_sent;        // the highest commit_index that it was told
  bool is_probing = false;  // it refused: next_index is a guess that a message is out to try (3b)
  Ticks heard_at = 0;       // State::now when it last answered
  std::uint64_t round_heard = 0;  // the highest round that it has echoed (3e)
  std::uint64_t session = 0;      // since when it is a member (3f)
  Inflights inflights;            // what is sent to it and not answered (3g)
  bool is_confirmed = false;      // it has agreed to all before next_index, which is no guess (3g)
  ChunksOut chunks;               // the snapshot that it gets in pieces (3h)
};

struct Outbox {
  std::vector<Message> now;
  std::vector<Message> after_persist;  // 3c
};

struct State {
  explicit State(const Config& set_up)
      : config(set_up),
        random(base::Random::stream(set_up.seed, "raft/" + to_string(set_up.id))),
        configuration(set_up.configuration) {}

  NodeId id() const { return config.id; }
  const Features& features() const { return config.features; }
  // Null for this node itself and for strangers. REQUIRES of the answer: role is leader.
  Peer* peer(NodeId node) { return find(peers, node); }
  const Peer* peer(NodeId node) const { return find(peers, node); }

  Config config;
  base::Random random;  // election time-outs come from here

  // Persistent (Figure 2): on disk before the node answers; see 3c.
  Term current_term;
  NodeId voted_for;
  Log log;
  SnapshotPtr snapshot;  // the newest; where the log begins. Null before the first

  // Volatile.
  Role role = Role::follower;
  NodeId leader;  // of current_term, if known
  Index commit_index;
  Index handed_index;           // up to here entries were given to the host by ready()
  Index applied_index;          // up to here it has applied them
  Configuration configuration;  // in force

  // Time, in ticks.
  Ticks now = 0;
  Ticks election_elapsed_ticks = 0;   // since a leader was heard, or a vote was given, or asked for
  Ticks election_timeout_ticks = 0;   // drawn anew each time; 0: not drawn yet
  Ticks heartbeat_elapsed_ticks = 0;  // of a leader
  Ticks heard_leader_at = 0;  // State::now when the leader of current_term last said something

  // Of a leader: everybody else in the configuration, ascending.
  std::vector<Peer> peers;
  std::uint64_t round = 1;        // goes out with each append_entries and comes back (3e)
  std::uint64_t heard_round = 0;  // of a follower: what to echo

  Outbox outbox;
  std::vector<ReadState> answered_reads;  // go out with the next Ready (3e)

  Votes votes;              // 3a
  Persistence persistence;  // 3c
  Reads reads;              // 3e
  Members members;          // 3f
  Writes writes;            // 3h
  ChunksIn chunks;          // 3h
  Lease lease;              // 3i

  std::uint64_t heard_session = 0;      // of a follower: what to echo (3f)
  std::uint64_t uncommitted_bytes = 0;  // of a leader: in its log and not committed (3g)
  NodeId transfer_to;                   // of a leader: to whom it hands over; else no_node (3i)
  Ticks transfer_began_at = 0;          // State::now when it was asked to
  bool is_transfer_sent = false;        // has it been told to stand? (3i)
  bool is_asked_to_lead = false;        // it stands for election since its leader wished so (3i)

 private:
  template <class Peers>
  static auto find(Peers& peers, NodeId node) -> decltype(peers.data()) {
    // They are few: one after the other is faster than halving, or than a std::find_if, which is
    // made for many.
    for (auto& peer : peers)
      if (peer.id == node) return &peer;
    return nullptr;
  }
};

}  // namespace patina::raft
