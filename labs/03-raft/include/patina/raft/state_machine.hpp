// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// StateMachine: what all nodes apply the same entries to, in the same order (paper, 2).
//
// Contract: a function of the entries alone. No clock, no random numbers, no addresses: nodes that
// have applied the same entries hold the same state and give the same answers and the same
// snapshot, byte for byte.
// Thread rule: one thread.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/types.hpp>

namespace patina::raft {

class StateMachine {
 public:
  virtual ~StateMachine() = default;

  // Applies the command of the entry at `index` and returns the answer. REQUIRES: indexes ascend.
  virtual Bytes apply(Index index, const Bytes& command) = 0;
  // Answers a question about the state, and changes nothing.
  virtual Bytes query(const Bytes& question) const = 0;
  virtual Bytes snapshot() const = 0;
  // Becomes what was snapshot. Returns false if the bytes are no snapshot; then nothing has
  // changed.
  [[nodiscard]] virtual bool restore(const Bytes& snapshot) = 0;
};

}  // namespace patina::raft
