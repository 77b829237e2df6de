// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: Sessions, who has been answered what, so that no command is applied twice (paper,
// section 8; thesis, 6.3).
//
// A client whose answer was lost sends its command again, and so the log may hold it twice. The
// log is right: both are committed. What makes it happen once is that whoever applies them
// remembers the client's last serial and the answer to it. This is state like any other:
// replicated, because all nodes apply the same entries, and part of each snapshot.
//
// Interface:
//   Sessions(max)                at most `max` are open at a time; the same number on all nodes
//   open(index)                  a new session, by the entry at `index`; returns its client.
//                                If there are `max` already, the least recently used one ends: the
//                                one whose last command, applied or not, has the lowest index
//   look_up(client, serial, index)   what to answer without applying anything: the first answer, if
//                                serial is the last one; stale, if it is lower; expired, if there
//                                is no such session. Nothing: apply the command, then record its
//                                answer. In any case the session was used at `index`
//   record(client, serial, answer)   REQUIRES: look_up just said nothing about it
//   write(writer), read(reader)  into a snapshot, and out of one: read returns false if what stands
//                                there is none; then this is to be thrown away
//
// Invariants: a function of the log alone. No clock ends a session: clocks differ, and the nodes
// would too. Equal sessions write equal bytes, whatever way they came about.
// Cost: of memory, one answer a session. Time for open may grow with max, for the others not.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/kv/command.hpp>
#include <patina/raft/types.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace patina::kv {

using raft::Index;

class Sessions {
 public:
  explicit Sessions(std::uint32_t max) : max_(max) {
    PATINA_ASSERT(max > 0, "a store without sessions answers nobody");
  }

  ClientId open(Index index) {
    not_implemented("3d", "open a session, and end the least recently used one");
  }

  std::optional<Answer> look_up(ClientId client, Serial serial, Index index) {
    not_implemented("3d", "say whether this command was applied before");
  }

  void record(ClientId client, Serial serial, const Answer& answer) {
    not_implemented("3d", "remember the answer to this command");
  }

  void write(Writer& writer) const {
    not_implemented("3d", "write the sessions into a snapshot");
  }

  [[nodiscard]] bool read(Reader& reader) {
    not_implemented("3d", "read the sessions out of a snapshot");
  }

 private:
  std::uint32_t max_;
};

}  // namespace patina::kv
