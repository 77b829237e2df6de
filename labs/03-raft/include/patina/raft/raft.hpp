// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Raft: the rules, put together into a Node. Each input goes through the rules that it concerns, in
// the order of the paper; which file holds which rule is listed in patina/raft/rules.hpp.
// Inputs are here, what the host takes out and says of it in raft_ready.hpp.
//
// Invariants: after each input those of patina/raft/invariants.hpp hold; they are checked.
// Thread rule: one thread.
#pragma once

#include <patina/raft/append.hpp>
#include <patina/raft/async.hpp>
#include <patina/raft/check_quorum.hpp>
#include <patina/raft/chunked.hpp>
#include <patina/raft/commit.hpp>
#include <patina/raft/doors.hpp>
#include <patina/raft/election.hpp>
#include <patina/raft/flow.hpp>
#include <patina/raft/invariants.hpp>
#include <patina/raft/lease.hpp>
#include <patina/raft/membership.hpp>
#include <patina/raft/node.hpp>
#include <patina/raft/persist.hpp>
#include <patina/raft/pre_vote.hpp>
#include <patina/raft/read_index.hpp>
#include <patina/raft/replication.hpp>
#include <patina/raft/snapshot.hpp>
#include <patina/raft/terms.hpp>
#include <patina/raft/timer.hpp>
#include <patina/raft/transfer.hpp>

namespace patina::raft {

inline Proposed refused(Refusal why) { return {{}, {}, {}, why}; }

class Raft final : public Node {
 public:
  // A node as it comes up: with what its store gave back, or with nothing.
  explicit Raft(const Config& config, const Restored& restored = {});

  void tick() override;
  void step(const Message& message) override;
  Proposed propose(std::span<const Bytes> commands) override;
  void read_index(std::uint64_t context) override;
  Proposed change(const Configuration& configuration) override;
  Proposed transfer(NodeId to) override;
  bool has_ready() const override;
  Ready ready() override;
  void ready_into(Ready& used) override;
  void persisted(std::uint64_t number) override;
  void applied(Index index) override;
  void compact(Index index, Bytes data) override;
  const Entry& entry(Index index) const override { return state_.log.at(index); }
  std::span<const Entry> entries(IndexRange range) const override { return state_.log.run(range); }
  Status status() const override;
  Glance glance() const override {
    return {state_.role,         state_.current_term,  state_.voted_for,  state_.leader,
            state_.commit_index, state_.applied_index, state_.log.base(), state_.log.last_entry()};
  }

 private:
  void dispatch(const Message& message);
  void note_leader(const Message& message);
  void on_response(const Message& message);
  void install(const Message& message);
  void settle();
  Ready ready_without_disk();

  State state_;
  Invariants invariants_;
  std::uint64_t ready_out_ = 0;  // the newest Ready that is being written; 0: none
  Index settled_commit_;         // commit_index when the rules that follow from it were last called
};

inline Raft::Raft(const Config& config, const Restored& restored) : state_(config) {
  PATINA_ASSERT(config.id != no_node, "a node has a number above zero");
  PATINA_ASSERT(!config.features.lease || config.features.check_quorum,
                "a leader with leases looks whether it is heard (3i)");
  State& state = state_;
  state.current_term = restored.hard_state.term;
  state.voted_for = restored.hard_state.vote;
  if (restored.snapshot != nullptr) {
    state.snapshot = restored.snapshot;
    state.configuration = restored.snapshot->configuration;
    state.log.reset(restored.snapshot->index, restored.snapshot->term);
    state.handed_index = state.applied_index = state.commit_index = restored.snapshot->index;
  }
  for (const Entry& entry : restored.entries) state.log.append(entry);
  if (state.log.last_entry().term > state.current_term) {  // the crash came before it was on disk
    state.current_term = state.log.last_entry().term;
    state.voted_for = no_node;
  }
  state.log.mark_written();
  state.commit_index =
      std::max(state.commit_index, std::min(restored.hard_state.commit, state.log.last()));
  settled_commit_ = state.commit_index;
  if (state.features().persistence) state.persistence.begin(restored.hard_state, state.log.last());
  if (state.features().async) state.writes.begin(restored.hard_state.term, state.log.last());
  if (state.features().membership) on_configuration_restored(state);
  restart_election_timer(state);
  invariants_.check(state_);
}

// What follows from a commit_index that has moved: which may move it again.
inline void Raft::settle() {
  State& state = state_;
  while (settled_commit_ < state.commit_index) [[unlikely]] {  // most inputs commit nothing
    const IndexRange committed{settled_commit_ + 1, state.commit_index};
    settled_commit_ = state.commit_index;
    if (state.role != Role::leader) continue;
    if (state.features().flow) on_committed(state, committed);
    if (state.features().membership) on_committed(state);
  }
  invariants_.check(state);
}

inline void Raft::tick() {
  ++state_.now;
  if (state_.role == Role::leader && state_.features().check_quorum) check_quorum(state_);
  if (state_.role == Role::leader && state_.features().transfer) go_on_with_transfer(state_);
  tick_timers(state_);
  settle();
}

inline void Raft::step(const Message& message) {
  if (message.to != state_.id() || message.from == state_.id()) return;
  dispatch(message);
  settle();
}

inline void Raft::dispatch(const Message& message) {
  State& state = state_;
  const Features& features = state.features();
  // A pre-vote asks about a term that nobody is in yet: it has rules of its own about terms (3e).
  if (message.type == MessageType::pre_vote) {
    if (features.lease && is_bound_by_lease(state)) return;
    if (features.pre_vote) on_pre_vote(state, message);
    return;
  }
  if (message.type == MessageType::pre_vote_response) {
    if (features.pre_vote) on_pre_vote_response(state, message);
    return;
  }
  if (message.type == MessageType::request_vote && !message.is_transfer) {
    if (features.check_quorum && has_live_leader(state)) return;
    if (features.lease && is_bound_by_lease(state)) return;
  }
  if (!observe_term(state, message)) return;
  switch (message.type) {
    case MessageType::request_vote:
      return on_request_vote(state, message);
    case MessageType::vote_response:
      return on_vote_response(state, message);
    case MessageType::append_entries:
      note_leader(message);
      if (features.replication) on_append_entries(state, message);
      return;
    case MessageType::install_snapshot:
      note_leader(message);
      return install(message);
    case MessageType::append_response:
    case MessageType::chunk_response:
      return on_response(message);
    case MessageType::timeout_now:
      if (features.transfer) on_timeout_now(state, message);
      return;
    default:
      return;
  }
}

inline void Raft::note_leader(const Message& message) {
  heard_from_leader(state_, message);
  state_.heard_leader_at = state_.now;
  state_.heard_round = message.round;
  state_.heard_session = message.session;
}

inline void Raft::install(const Message& message) {
  const Features& features = state_.features();
  if (!features.snapshots) return;
  if (features.async && !is_whole_snapshot(message)) {
    const std::optional<Message> whole = on_chunk(state_, message);
    if (!whole) return;
    on_install_snapshot(state_, *whole);
  } else {
    on_install_snapshot(state_, message);
  }
  if (features.membership) on_configuration_restored(state_);
}

inline void Raft::on_response(const Message& message) {
  State& state = state_;
  Peer* const peer = state.peer(message.from);
  const Features& features = state.features();
  if (state.role != Role::leader || peer == nullptr) return;
  if (features.membership && !is_of_this_session(state, message)) return;
  peer->heard_at = state.now;
  if (message.round > peer->round_heard) {
    peer->round_heard = message.round;
    if (features.reads) on_round_heard(state);
    if (features.lease) on_lease_round_heard(state);
  }
  if (features.async) on_chunk_response(state, message);
  if (message.type == MessageType::chunk_response) return;
  if (!message.is_granted && message.hint_index == Index{}) return;  // it refused an older term
  if (features.flow) on_answer_in_window(state, *peer, message);
  if (features.replication) on_append_response(state, message);
  if (features.transfer) go_on_with_transfer(state);
}

inline Proposed Raft::propose(std::span<const Bytes> commands) {
  const Features& features = state_.features();
  if (state_.role != Role::leader) return refused(Refusal::not_leader);
  if (features.transfer && state_.transfer_to != no_node) return refused(Refusal::transferring);
  if (features.flow && !has_room(state_, commands)) return refused(Refusal::overloaded);
  const Proposed proposed = append_commands(state_, commands);
  settle();
  return proposed;
}

inline void Raft::read_index(std::uint64_t context) {
  const bool is_read = state_.features().lease && read_by_lease(state_, context);
  if (!is_read) request_read(state_, context);
  settle();
}

inline Proposed Raft::change(const Configuration& configuration) {
  const Features& features = state_.features();
  if (!features.membership) return refused(Refusal::invalid);
  if (state_.role != Role::leader) return refused(Refusal::not_leader);
  if (features.transfer && state_.transfer_to != no_node) return refused(Refusal::transferring);
  const Proposed proposed = request_change(state_, configuration);
  settle();
  return proposed;
}

inline Proposed Raft::transfer(NodeId to) {
  if (!state_.features().transfer) return refused(Refusal::invalid);
  if (state_.role != Role::leader) return refused(Refusal::not_leader);
  const Proposed proposed = request_transfer(state_, to);
  settle();
  return proposed;
}

}  // namespace patina::raft

#include <patina/raft/raft_ready.hpp>
