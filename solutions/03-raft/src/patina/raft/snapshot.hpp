// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: snapshots, so that a log need not grow for ever (paper, section 7 and Figure 13).
//
// Each node compacts its own log, whenever its host says so: what is applied is in the state
// machine, and the state machine's state stands for it. A leader needs an old entry only for a peer
// that is far behind. Where it is gone, that peer gets the snapshot instead, and then goes on
// behind it.
//
// Interface:
//   compact_log(state, index, data)   `data` is the state machine's state after `index`. Makes the
//       newest snapshot of it, with the index, that entry's term and the configuration that was in
//       force there; entries up to it go, all others stay. One that is no newer than where the log
//       begins is passed over: since the host took it, a leader may have sent a newer one.
//       REQUIRES: index <= applied_index
//   send_snapshot(state, peer)        the newest one. The peer is taken to have it from then on, as
//       long as it does not refuse what follows: so heartbeats go on, with nothing in them, and
//       say whether it has arrived. If it was lost the peer refuses, and 3b's rules lead here
//       again. No entries go out meanwhile. REQUIRES: role is leader; the peer needs what was
//       compacted away
//   on_install_snapshot(state, message)   as a follower takes one. The term is dealt with already.
//       1. One that holds nothing but what is committed here is passed over: it is old.
//       2. If this log has its last entry, with its term, then all of it is here, and now known to
//          be committed. What follows it may be acknowledged already, and stays.
//       3. Otherwise all of the log goes, however long it is: it differs from the leader's, or ends
//          too early. The log begins at the snapshot, with that entry's term (current_term is
//          later); what it stands for is committed, and is not handed out entry by entry. The
//          configuration is the snapshot's. The next Ready says is_install.
//       In each case agree up to commit_index, with an append_response: it may be told to the
//       leader, since what is committed is in the log of every leader, and it must be told, or the
//       same snapshot comes again and again.
// A new snapshot goes to `state.snapshot`, and to `state.persistence` (snapshot, is_install) for
// the next Ready to take it out. Answers wait for the disk by themselves: send() sees to that.
//
// Invariants: log.base() is the snapshot's last entry; commit_index never falls; a snapshot that is
// shared is never changed.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <memory>
#include <utility>

namespace patina::raft {

inline void compact_log(State& state, Index index, Bytes data) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "put a snapshot in the place of the entries up to index");
  PATINA_ASSERT(index <= state.applied_index, "a snapshot holds what was applied, and no more");
  if (index <= state.log.base().index) return;
  PATINA_ASSERT(!state.persistence.is_install, "who applied an entry has installed what is before");
  state.snapshot = std::make_shared<const Snapshot>(
      Snapshot{index, state.log.at(index).term, configuration_at(state, index), std::move(data)});
  state.log.compact_to(index);
  state.persistence.snapshot = state.snapshot;
  // END SOLUTION
}

inline void send_snapshot(State& state, Peer& peer) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "send the newest snapshot to a peer");
  PATINA_ASSERT(state.snapshot != nullptr, "a log that was compacted has a snapshot before it");
  PATINA_ASSERT(peer.next_index <= state.snapshot->index, "what is here is sent as entries");
  Message message;
  message.type = MessageType::install_snapshot;
  message.to = peer.id;
  message.snapshot = state.snapshot;
  peer.next_index = state.snapshot->index + 1;
  peer.is_probing = true;
  send(state, std::move(message));
  // END SOLUTION
}

// BEGIN SOLUTION(3d)
// STUB:
namespace detail {

inline void install(State& state, const SnapshotPtr& snapshot) {
  state.log.reset(snapshot->index, snapshot->term);
  state.snapshot = state.persistence.snapshot = snapshot;
  state.persistence.is_install = true;
  state.configuration = snapshot->configuration;
  state.commit_index = state.handed_index = snapshot->index;
}

}  // namespace detail

// END SOLUTION
inline void on_install_snapshot(State& state, const Message& message) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "take over a snapshot, unless it is old, and answer");
  PATINA_ASSERT(message.snapshot != nullptr, "a snapshot comes whole (3h: or in pieces)");
  const Snapshot& snapshot = *message.snapshot;
  if (state.log.matches(snapshot.index, snapshot.term)) {
    state.commit_index = std::max(state.commit_index, snapshot.index);
  } else if (snapshot.index > state.commit_index) {
    detail::install(state, message.snapshot);
  }
  Message answer;
  answer.type = MessageType::append_response;
  answer.to = message.from;
  answer.is_granted = true;
  answer.log_index = state.commit_index;
  send(state, std::move(answer));
  // END SOLUTION
}

}  // namespace patina::raft
