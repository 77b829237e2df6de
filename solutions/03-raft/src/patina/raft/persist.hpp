// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: what is written, and what has to wait for it (paper, Figure 2; thesis, 10.2.1).
//
// A node forgets in a crash whatever is not on disk. So it says nothing that it could forget: a
// vote, its candidacy (a vote for itself) and "I have your entries" wait in Ready::after_persist.
// What a leader sends need not wait: its term and vote were on disk before it could win, and its
// followers' disks may write the entries while its own does. It just does not count itself before.
//
// Contract:
//   waits_for_disk(message)   must it wait? All answers do, and RequestVote; a leader's messages
//                             only while its term is not durable (alone in its cluster it wins at
//                             once). Pre-votes change nothing: they and their answers
//                             never wait
//   has_work()                is there anything for a Ready?
//   take_ready()              takes it all out:
//     number       1, 2, ...
//     hard_state   only if it is not what was handed out last, or was there when the node came up
//     append       from the first entry on that came in, or took another's place, since last time
//     snapshot, is_install      of Persistence (3d)
//     must_sync    iff term or vote changed, entries are appended or a snapshot is installed. A new
//                  commit index alone, or the node's own snapshot, may get lost without harm
//     committed    what was not handed out before. The host syncs before it applies, so that all
//                  of it is durable here too. (To wait for that would not be needed: a majority
//                  has it.)
//   on_persisted(number)      that Ready is on disk. Meanwhile the log may have gone on, and what
//                             it wrote may have been replaced: that does not count. A leader looks
//                             again at what is committed
//   durable_index()           up to here the log is on disk, as it stands now
// One Ready is out at a time; Raft sees to it.
// Invariants: durable_index never lies; all before append.first was handed out, as it stands.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline bool waits_for_disk(const State& state, const Message& message) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "say which messages have to wait for the disk");
  switch (message.type) {
    case MessageType::pre_vote:
    case MessageType::pre_vote_response:
      return false;
    case MessageType::append_entries:
    case MessageType::install_snapshot:
    case MessageType::timeout_now:
      return state.persistence.durable_term < state.current_term;
    default:
      return true;
  }
  // END SOLUTION
}

inline bool has_work(const State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "say whether there is anything for a Ready");
  const HardState hard_state{state.current_term, state.voted_for, state.commit_index};
  return !state.outbox.now.empty() || !state.outbox.after_persist.empty() ||
         state.persistence.snapshot != nullptr || state.persistence.handed != hard_state ||
         state.log.first_unwritten() <= state.log.last() ||
         state.handed_index < state.commit_index;
  // END SOLUTION
}

inline Ready take_ready(State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "take out what is to be written, sent and applied");
  Persistence& persistence = state.persistence;
  const HardState hard_state{state.current_term, state.voted_for, state.commit_index};
  Ready ready;
  ready.number = ++persistence.number;
  ready.append = {state.log.first_unwritten(), state.log.last()};
  ready.snapshot = std::exchange(persistence.snapshot, nullptr);
  ready.is_install = std::exchange(persistence.is_install, false);
  ready.must_sync = hard_state.term != persistence.handed.term ||
                    hard_state.vote != persistence.handed.vote || !ready.append.is_empty() ||
                    ready.is_install;
  if (hard_state != persistence.handed) ready.hard_state = persistence.handed = hard_state;
  ready.now.swap(state.outbox.now);
  ready.after_persist.swap(state.outbox.after_persist);
  ready.committed = {state.handed_index + 1, state.commit_index};
  state.handed_index = state.commit_index;
  // What is replaced from here on is durable only once this Ready is.
  persistence.durable = durable_index(state);
  persistence.out_last = state.log.last();
  state.log.mark_written();
  return ready;
  // END SOLUTION
}

inline void on_persisted(State& state, std::uint64_t number) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "note what is durable now");
  PATINA_ASSERT(number == state.persistence.number, "the Ready that is out is the last one");
  state.persistence.durable = state.persistence.out_last;
  state.persistence.durable_term = state.persistence.handed.term;
  if (state.role == Role::leader) advance_commit(state);
  // END SOLUTION
}

inline Index durable_index(const State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "say up to where the log is on disk, as it stands now");
  // An entry that took another's place since the last Ready is not, whatever was written there.
  return std::min(state.persistence.durable, state.log.first_unwritten() - 1);
  // END SOLUTION
}

}  // namespace patina::raft
