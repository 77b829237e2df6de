// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Doors: what a rule of one task calls where a later task may have something to say. While that
// task is switched off, the door leads around it.
//
// Interface:
//   send(state, message)          puts it into the outbox; fills in from, term and round. An answer
//                                 echoes a round to the leader of this term alone, who asked it
//   send_append(state, peer, heartbeat)   append_entries to one peer; a bare heartbeat before 3b
//   broadcast_append, broadcast_heartbeat
//   election_timed_out(state)     stands for election, by way of a pre-vote where that is on (3e)
//   append_to_log(state, entry)   how a rule changes the log: 3f wants to know which configuration
//   truncate_log(state, index)    is in force, 3g how much is not committed
//   configuration_at(state, index)   who voted there. REQUIRES: base <= index <= last (3d, 3f)
//   leadership_began(state)       this node has just become leader
//   leadership_ended(state)       it has just ceased to be
//   committable_index(state)      up to where a leader may count its own log: what is durable (3c,
//                                 3h)
#pragma once

#include <patina/raft/rules.hpp>

#include <utility>

namespace patina::raft {

inline void send(State& state, Message message) {
  PATINA_ASSERT(message.to != no_node, "a message goes to a node");
  PATINA_ASSERT(message.to != state.id(), "a node sends no message to itself");
  message.from = state.id();
  if (message.term == Term{}) message.term = state.current_term;
  const Features& features = state.features();
  const bool is_echo = message.type == MessageType::append_response ||
                       message.type == MessageType::chunk_response;
  // Who led before, and is refused now, may lead again in this term: it must not take a round of
  // somebody else's for its own.
  const std::uint64_t echo = message.to == state.leader ? state.heard_round : 0;
  message.round = is_echo ? echo : state.round;
  if (features.membership) stamp_session(state, message);
  if (message.type == MessageType::request_vote) message.is_transfer = state.is_asked_to_lead;
  if (features.async && is_whole_snapshot(message)) return send_chunk(state, message);
  const bool waits = features.persistence && (features.async ? waits_for_write(state, message)
                                                             : waits_for_disk(state, message));
  (waits ? state.outbox.after_persist : state.outbox.now).push_back(std::move(message));
}

inline void send_append(State& state, Peer& peer, bool is_heartbeat) {
  if (state.features().flow) return replicate_in_window(state, peer, is_heartbeat);
  if (state.features().replication) return replicate(state, peer, is_heartbeat);
  if (!is_heartbeat) return;
  Message message;
  message.type = MessageType::append_entries;
  message.to = peer.id;
  send(state, std::move(message));
}

inline void broadcast_append(State& state) {
  for (Peer& peer : state.peers) send_append(state, peer, false);
}

inline void broadcast_heartbeat(State& state) {
  state.heartbeat_elapsed_ticks = 0;
  if (state.features().lease) begin_lease_round(state);
  for (Peer& peer : state.peers) send_append(state, peer, true);
}

inline void append_to_log(State& state, Entry entry) {
  const Entry& appended = state.log.append(std::move(entry));
  const Features& features = state.features();
  if (features.flow && state.role == Role::leader) on_appended(state, appended);
  if (features.membership && appended.kind == EntryKind::configuration)
    on_configuration_appended(state, appended);
}

inline void truncate_log(State& state, Index index) {
  state.log.truncate_from(index);
  if (state.features().membership) on_log_truncated(state);
}

// The last entry up to there that holds one says so; else the snapshot, or how the node was set up.
inline Configuration configuration_at(const State& state, Index index) {
  for (Index i = index; i > state.log.base().index; i = i - 1) {
    const Entry& entry = state.log.at(i);
    if (entry.kind != EntryKind::configuration) continue;
    const auto configuration = Configuration::decode(entry.data);
    PATINA_ASSERT(configuration.has_value(), "an entry of a configuration holds one");
    return *configuration;
  }
  return state.snapshot != nullptr ? state.snapshot->configuration : state.config.configuration;
}

// Learners and nodes outside of the configuration never stand for election. (But see 3f.)
inline void election_timed_out(State& state) {
  const bool may =
      state.features().membership ? may_stand(state) : state.configuration.is_voter(state.id());
  if (!may) {
    state.leader = no_node;  // who has heard none for that long knows none: it may be gone
    return restart_election_timer(state);
  }
  if (state.features().pre_vote) return start_pre_election(state);
  start_election(state);
}

inline void leadership_began(State& state) {
  state.peers.clear();
  for (const NodeId node : state.configuration.everyone()) {
    if (node == state.id()) continue;
    Peer peer;
    peer.id = node;
    peer.next_index = state.log.last() + 1;
    peer.heard_at = state.now;
    state.peers.push_back(peer);
  }
  ++state.round;
  state.reads = Reads{};
  state.lease = Lease{};
  state.transfer_to = no_node;
  if (state.features().flow) count_uncommitted(state);
  if (state.features().replication) begin_leadership(state);
  broadcast_heartbeat(state);
}

inline void leadership_ended(State& state) {
  state.peers.clear();
  state.lease = Lease{};
  state.transfer_to = no_node;
  state.uncommitted_bytes = 0;
  if (state.features().reads) refuse_reads(state);
}

inline Index committable_index(const State& state) {
  if (state.features().async) return written_index(state);
  return state.features().persistence ? durable_index(state) : state.log.last();
}

}  // namespace patina::raft
