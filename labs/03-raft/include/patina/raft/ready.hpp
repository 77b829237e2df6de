// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a node wants done, and what a node is seen to be.
//
//   Ready       task 3c: what to write, what to send before and after that, what to apply
//   Status      a look at a node from outside: for tests, pictures and /status pages
//   Glance      the part of it that costs nothing: plain numbers, for whoever looks after each
//               event
//   Restored    what a store gave back after a restart
// Thread rule: value types.
#pragma once

#include <patina/raft/configuration.hpp>
#include <patina/raft/entry.hpp>
#include <patina/raft/message.hpp>
#include <patina/raft/snapshot_data.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace patina::raft {

// What must be on disk before a node answers (paper, Figure 2, "Persistent state"), beside the log.
struct HardState {
  Term term;
  NodeId vote;  // no_node: for nobody in this term
  Index commit;  // need not be there, but saves a restarted node from waiting
  friend bool operator==(const HardState&, const HardState&) = default;
};

struct ReadState {
  std::uint64_t context = 0;  // of read_index(context)
  Index index;  // the read may be answered once this entry is applied
  bool is_refused = false;  // this node is no longer leader: ask again, elsewhere
  friend bool operator==(const ReadState&, const ReadState&) = default;
};

// The host does this, in this order:
//   1. send `now`, at any time
//   2. write snapshot, then the entries of `append` (entry(i) of the node, read before its next
//      input, which may replace them): what the store holds at or behind append.first is replaced.
//      Then hard_state: its commit speaks of these entries. Then sync, if must_sync.
//   3. persisted(number); then send `after_persist`
//   4. hand `snapshot` to the state machine if is_install, then apply the entries of `committed`,
//      then applied(committed.last)
// One Ready is out at a time: until persisted(number), has_ready() is false. With Features::async
// (3h) several may be: has_ready() is true whenever there is work. Each is taken, written, and its
// entries read from the node, in the order of the numbers, and persisted(n) says of all up to n
// that they are on disk; 4 need not wait for 3 then (async_host.hpp).
struct Ready {
  Ready() {}  // as Message's

  std::uint64_t number = 0;  // 1, 2, ...
  std::optional<HardState> hard_state;
  IndexRange append;
  SnapshotPtr snapshot;     // a new one, to be written
  bool is_install = false;  // it came from the leader: it replaces state machine and log
  bool must_sync = false;   // something in here must survive a crash before after_persist is sent
  std::vector<Message> now;
  std::vector<Message> after_persist;
  IndexRange committed;
  std::vector<ReadState> reads;
};

// What a store holds after a crash. Of a Ready that was being written that may be a part, in the
// order of writing: entries or a snapshot of a term that hard_state does not say yet. The node has
// been in that term.
struct Restored {
  HardState hard_state;
  SnapshotPtr snapshot;
  std::vector<Entry> entries;  // contiguous; the first follows the snapshot, if there is one
};

enum class Role : std::uint8_t { follower, pre_candidate, candidate, leader };

inline std::string_view name_of(Role role) {
  static constexpr std::string_view names[] = {"follower", "pre-candidate", "candidate", "leader"};
  return names[static_cast<int>(role)];
}

struct PeerStatus {
  NodeId id;
  Index match_index;
  Index next_index;
  friend bool operator==(const PeerStatus&, const PeerStatus&) = default;
};

struct Status {
  NodeId id;
  Role role = Role::follower;
  Term term;
  NodeId vote;
  NodeId leader;
  Index commit;
  Index applied;
  Index snapshot_index;  // the log begins behind it
  Term snapshot_term;
  LastEntry last;
  Configuration configuration;
  std::vector<PeerStatus> peers;  // of a leader
};

struct Glance {
  Role role = Role::follower;
  Term term;
  NodeId vote;
  NodeId leader;
  Index commit;
  Index applied;
  LastEntry base;  // the log begins behind it
  LastEntry last;
  friend bool operator==(const Glance&, const Glance&) = default;
};

// Why a proposal was not taken.
enum class Refusal : std::uint8_t {
  none,
  not_leader,  // ask status().leader
  overloaded,  // 3g: too much is not yet committed
  transferring,  // 3i: leadership is being handed over
  busy,          // 3f: a change is under way, or no entry of this leader's term is committed yet
  invalid,       // 3f: no such change; 3i: nobody to hand over to
};

struct Proposed {
  Index first;  // of the entries appended; Index{0} if refused
  Index last;
  Term term;
  Refusal refusal = Refusal::none;

  bool is_taken() const { return refusal == Refusal::none; }
};

}  // namespace patina::raft
