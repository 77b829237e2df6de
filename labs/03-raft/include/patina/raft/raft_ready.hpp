// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Raft's other side: the work that it has for its host, and what the host says of it. Belongs to
// patina/raft/raft.hpp, which includes it.
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/raft.hpp>

namespace patina::raft {

inline bool Raft::has_ready() const {
  if (ready_out_ != 0 && !state_.features().async) return false;
  if (!state_.answered_reads.empty()) return true;
  if (state_.features().persistence) return has_work(state_);
  return !state_.outbox.now.empty() || state_.commit_index > state_.handed_index;
}

inline Ready Raft::ready() {
  PATINA_ASSERT(ready_out_ == 0 || state_.features().async,
                "one Ready is written before the next is asked for (3h: or several are)");
  const bool is_written = state_.features().persistence;
  Ready ready = is_written ? take_ready(state_) : ready_without_disk();
  if (is_written) ready_out_ = ready.number;
  if (state_.features().async) on_ready_taken(state_, ready);
  if (!state_.answered_reads.empty()) ready.reads.swap(state_.answered_reads);
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
  if (state_.features().async) {
    PATINA_ASSERT(number <= ready_out_, "only a Ready that was handed out can be on disk");
    on_written(state_, number);
  } else {
    PATINA_ASSERT(number == ready_out_, "the Ready that was handed out is the one that is on disk");
    ready_out_ = 0;
    on_persisted(state_, number);
  }
  settle();
}

inline void Raft::applied(Index index) {
  PATINA_ASSERT(index <= state_.handed_index, "only what was handed out can have been applied");
  if (index <= state_.applied_index) return;
  state_.applied_index = index;
  if (state_.features().reads) on_round_heard(state_);
  settle();
}

inline void Raft::compact(Index index, Bytes data) {
  PATINA_ASSERT(index <= state_.applied_index, "a snapshot holds what was applied, and no more");
  compact_log(state_, index, std::move(data));
  settle();
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
