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
  not_implemented("3c", "say which messages have to wait for the disk");
}

inline bool has_work(const State& state) {
  not_implemented("3c", "say whether there is anything for a Ready");
}

inline Ready take_ready(State& state) {
  not_implemented("3c", "take out what is to be written, sent and applied");
}

inline void on_persisted(State& state, std::uint64_t number) {
  not_implemented("3c", "note what is durable now");
}

inline Index durable_index(const State& state) {
  not_implemented("3c", "say up to where the log is on disk, as it stands now");
}

}  // namespace patina::raft
