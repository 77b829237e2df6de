// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// StoreModel: which states a log store may come back with, after calls of which the last ones were
// not synced: one for each prefix of them.
//
// Interface:
//   give(call)         the store is about to be called
//   done(call)         it came back without an error
//   found(restored)    it has come back with this. Returns what is wrong with that, or nothing; and
//                      goes on from there
//   now()              what it holds, if it is right
//   fitting(script)    calls of a script, moved to where the log ends now
//   random_script      calls that a node could make
// Thread rule: one thread.
#pragma once

#include <testkit/raft/messages.hpp>

#include <patina/base/random.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace testkit::raft {

using patina::raft::SnapshotPtr;

struct StoreCall {
  enum class Kind : std::uint8_t { state, append, snapshot, sync };

  static StoreCall state(std::uint64_t term, std::uint64_t vote, std::uint64_t commit) {
    StoreCall call;
    call.kind = Kind::state;
    call.hard_state = {Term{term}, NodeId{vote}, Index{commit}};
    return call;
  }
  static StoreCall append(std::vector<Entry> entries) {
    StoreCall call;
    call.kind = Kind::append;
    call.entries = std::move(entries);
    return call;
  }
  static StoreCall snapshot(SnapshotPtr taken, bool keeps_log) {
    StoreCall call;
    call.kind = Kind::snapshot;
    call.taken = std::move(taken);
    call.keeps_log = keeps_log;
    return call;
  }
  static StoreCall sync() { return {}; }

  Kind kind = Kind::sync;
  HardState hard_state;
  std::vector<Entry> entries;
  SnapshotPtr taken;
  bool keeps_log = true;
};
using Script = std::vector<StoreCall>;

class StoreModel {
 public:
  StoreModel() : states_(1) {}

  void give(const StoreCall& call);
  void done(const StoreCall& call);
  std::string found(const Restored& restored);
  const Restored& now() const { return states_.back(); }
  Script fitting(const Script& script) const;

  std::string story;  // how it came to this, for what found() says

 private:
  std::vector<Restored> states_;  // from the last synced one on
};

Script random_script(patina::base::Random& random, std::uint64_t calls,
                     std::uint64_t sync_one_in = 3, bool has_snapshots = true);
bool are_equal(const Restored& left, const Restored& right);
std::string describe(const Restored& restored);

}  // namespace testkit::raft
