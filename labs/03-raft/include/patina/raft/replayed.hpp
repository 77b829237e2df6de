// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Replayed: what a store's records amount to, when they are read in the order in which they were
// given.
//
// Interface:
//   begin(snapshot)      first, where there is one: entries up to it no longer count
//   put(hard_state)      takes the place of the one before
//   put(entry)           takes the place of the one at its index; all behind that are gone. Returns
//                        false if it follows none: then something is missing before it
//   take()               all of it
// Thread rule: one thread.
#pragma once

#include <patina/raft/ready.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace patina::raft {

class Replayed {
 public:
  void begin(Snapshot snapshot) {
    base_ = snapshot.index;
    restored_.snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
  }
  void put(const HardState& state) { restored_.hard_state = state; }

  [[nodiscard]] bool put(const Entry& entry) {
    if (entry.index <= base_) {  // of the past; but what was behind it then was replaced
      restored_.entries.clear();
      return true;
    }
    const std::uint64_t place = entry.index - base_ - 1;
    if (place > restored_.entries.size()) return false;
    restored_.entries.resize(place);
    restored_.entries.push_back(entry);
    return true;
  }

  bool has_snapshot() const { return restored_.snapshot != nullptr; }
  const HardState& hard_state() const { return restored_.hard_state; }
  Restored take() { return std::exchange(restored_, {}); }

 private:
  Index base_;
  Restored restored_;
};

}  // namespace patina::raft
