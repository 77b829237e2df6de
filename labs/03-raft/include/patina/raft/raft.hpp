// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Raft: the rules, put together into a Node. Each input goes through the rules that it concerns, in
// the order of the paper; which file holds which rule is listed in patina/raft/rules.hpp.
//
// Invariants: after each input those of patina/raft/invariants.hpp hold; they are checked.
// Thread rule: one thread.
#pragma once

#include <patina/raft/append.hpp>
#include <patina/raft/check_quorum.hpp>
#include <patina/raft/commit.hpp>
#include <patina/raft/doors.hpp>
#include <patina/raft/election.hpp>
#include <patina/raft/invariants.hpp>
#include <patina/raft/node.hpp>
#include <patina/raft/persist.hpp>
#include <patina/raft/pre_vote.hpp>
#include <patina/raft/read_index.hpp>
#include <patina/raft/replication.hpp>
#include <patina/raft/snapshot.hpp>
#include <patina/raft/terms.hpp>
#include <patina/raft/timer.hpp>

namespace patina::raft {

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
  Ready ready_without_disk();

  State state_;
  Invariants invariants_;
  std::uint64_t ready_out_ = 0;  // the Ready that is being written; 0: none
};

inline Raft::Raft(const Config& config, const Restored& restored) : state_(config) {
  PATINA_ASSERT(config.id != no_node, "a node has a number above zero");
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
  state.log.mark_written();
  state.commit_index =
      std::max(state.commit_index, std::min(restored.hard_state.commit, state.log.last()));
  if (state.features().persistence) state.persistence.begin(restored.hard_state, state.log.last());
  restart_election_timer(state);
  invariants_.check(state_);
}

inline void Raft::tick() {
  ++state_.now;
  if (state_.role == Role::leader && state_.features().check_quorum) check_quorum(state_);
  tick_timers(state_);
  invariants_.check(state_);
}

inline void Raft::step(const Message& message) {
  if (message.to != state_.id() || message.from == state_.id()) return;
  dispatch(message);
  invariants_.check(state_);
}

inline void Raft::dispatch(const Message& message) {
  State& state = state_;
  const Features& features = state.features();
  // A pre-vote asks about a term that nobody is in yet: it has rules of its own about terms (3e).
  if (message.type == MessageType::pre_vote) {
    if (features.pre_vote) on_pre_vote(state, message);
    return;
  }
  if (message.type == MessageType::pre_vote_response) {
    if (features.pre_vote) on_pre_vote_response(state, message);
    return;
  }
  if (message.type == MessageType::request_vote && features.check_quorum &&
      !message.is_transfer && has_live_leader(state))
    return;
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
      if (features.snapshots) on_install_snapshot(state, message);
      return;
    case MessageType::append_response:
      return on_response(message);
    default:
      return;
  }
}

inline void Raft::note_leader(const Message& message) {
  heard_from_leader(state_, message);
  state_.heard_leader_at = state_.now;
  state_.heard_round = message.round;
}

inline void Raft::on_response(const Message& message) {
  State& state = state_;
  Peer* const peer = state.peer(message.from);
  if (state.role != Role::leader || peer == nullptr) return;
  peer->heard_at = state.now;
  if (message.round > peer->round_heard) {
    peer->round_heard = message.round;
    if (state.features().reads) on_round_heard(state);
  }
  if (state.features().replication) on_append_response(state, message);
}

inline Proposed Raft::propose(std::span<const Bytes> commands) {
  if (state_.role != Role::leader) return {{}, {}, {}, Refusal::not_leader};
  const Proposed proposed = append_commands(state_, commands);
  invariants_.check(state_);
  return proposed;
}

inline void Raft::read_index(std::uint64_t context) {
  request_read(state_, context);
  invariants_.check(state_);
}

inline Proposed Raft::change(const Configuration&) { return {{}, {}, {}, Refusal::invalid}; }
inline Proposed Raft::transfer(NodeId) { return {{}, {}, {}, Refusal::invalid}; }

inline bool Raft::has_ready() const {
  if (ready_out_ != 0) return false;
  if (!state_.answered_reads.empty()) return true;
  if (state_.features().persistence) return has_work(state_);
  return !state_.outbox.now.empty() || state_.commit_index > state_.handed_index;
}

inline Ready Raft::ready() {
  PATINA_ASSERT(ready_out_ == 0, "one Ready is written before the next is asked for");
  const bool is_written = state_.features().persistence;
  Ready ready = is_written ? take_ready(state_) : ready_without_disk();
  if (is_written) ready_out_ = ready.number;
  ready.reads.swap(state_.answered_reads);
  return ready;
}

// Before 3c there is nothing to write: messages go out, entries are applied.
inline Ready Raft::ready_without_disk() {
  Ready ready;
  ready.now.swap(state_.outbox.now);
  ready.committed = {state_.handed_index + 1, state_.commit_index};
  state_.handed_index = state_.commit_index;
  return ready;
}

// The memory of messages that were sent goes back to the outbox: no Ready needs any of its own.
inline void Raft::ready_into(Ready& used) {
  Ready next = ready();
  const auto give_back = [](std::vector<Message>& sent, std::vector<Message>& outbox) {
    sent.clear();
    if (outbox.empty()) outbox.swap(sent);
  };
  give_back(used.now, state_.outbox.now);
  give_back(used.after_persist, state_.outbox.after_persist);
  used = std::move(next);
}

inline void Raft::persisted(std::uint64_t number) {
  if (!state_.features().persistence) return;
  PATINA_ASSERT(number == ready_out_, "the Ready that was handed out is the one that is on disk");
  ready_out_ = 0;
  on_persisted(state_, number);
  invariants_.check(state_);
}

inline void Raft::applied(Index index) {
  PATINA_ASSERT(index <= state_.handed_index, "only what was handed out can have been applied");
  if (index <= state_.applied_index) return;
  state_.applied_index = index;
  if (state_.features().reads) on_round_heard(state_);
  invariants_.check(state_);
}

inline void Raft::compact(Index index, Bytes data) {
  PATINA_ASSERT(index <= state_.applied_index, "a snapshot holds what was applied, and no more");
  compact_log(state_, index, std::move(data));
  invariants_.check(state_);
}

inline Status Raft::status() const {
  Status status;
  status.id = state_.id();
  status.role = state_.role;
  status.term = state_.current_term;
  status.vote = state_.voted_for;
  status.leader = state_.leader;
  status.commit = state_.commit_index;
  status.applied = state_.applied_index;
  status.snapshot_index = state_.log.base().index;
  status.snapshot_term = state_.log.base().term;
  status.last = state_.log.last_entry();
  status.configuration = state_.configuration;
  for (const Peer& peer : state_.peers)
    status.peers.push_back({peer.id, peer.match_index, peer.next_index});
  return status;
}

}  // namespace patina::raft
