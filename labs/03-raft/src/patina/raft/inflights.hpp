// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g: Inflights, the messages with entries that a peer was sent and has not answered.
//
// Interface:
//   messages(), bytes(), is_empty()
//   add(last, bytes)    one more was sent: its last entry, and how many bytes of data it holds.
//                       REQUIRES: last is above that of every message in here
//   free_to(index)      the peer has all up to `index`: messages that end there or before are
//                       answered, whichever of them the answer was to
//   clear()             none of them counts any more
//
// Whether there is room for another one is asked in flow.hpp, which knows the limits.
// Invariants: messages() is 0 if and only if is_empty(), and then bytes() is 0.
// Cost: constant time a message, whether it is added, freed or counted. No allocation once it has
// held as many messages as it does now.
// How they are kept is yours to choose. Thread rule: one thread.
// See also: etcd's tracker/inflights.go, a ring that grows.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/raft/types.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace patina::raft {

class Inflights {
 public:
  std::size_t messages() const {
    not_implemented("3g", "say how many messages are under way");
  }

  std::uint64_t bytes() const {
    not_implemented("3g", "say how many bytes of data they hold");
  }

  bool is_empty() const { return messages() == 0; }

  void add(Index last, std::uint64_t bytes) {
    not_implemented("3g", "remember a message that was sent");
  }

  void free_to(Index index) {
    not_implemented("3g", "forget the messages that end at index or before it");
  }

  void clear() {
    not_implemented("3g", "forget all messages");
  }

 private:
  // Fields and helpers of your own go here.
};

}  // namespace patina::raft
