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
    // BEGIN SOLUTION(3g)
    // STUB: not_implemented("3g", "say how many messages are under way");
    return count_;
    // END SOLUTION
  }

  std::uint64_t bytes() const {
    // BEGIN SOLUTION(3g)
    // STUB: not_implemented("3g", "say how many bytes of data they hold");
    return bytes_;
    // END SOLUTION
  }

  bool is_empty() const { return messages() == 0; }

  void add(Index last, std::uint64_t bytes) {
    // BEGIN SOLUTION(3g)
    // STUB: not_implemented("3g", "remember a message that was sent");
    PATINA_ASSERT(count_ == 0 || at(count_ - 1).last < last, "messages are sent in order");
    if (count_ == ring_.size()) grow();
    at(count_) = {last, bytes};
    ++count_;
    bytes_ += bytes;
    // END SOLUTION
  }

  void free_to(Index index) {
    // BEGIN SOLUTION(3g)
    // STUB: not_implemented("3g", "forget the messages that end at index or before it");
    while (count_ > 0 && at(0).last <= index) {
      bytes_ -= at(0).bytes;
      first_ = (first_ + 1) & (ring_.size() - 1);
      --count_;
    }
    // END SOLUTION
  }

  void clear() {
    // BEGIN SOLUTION(3g)
    // STUB: not_implemented("3g", "forget all messages");
    count_ = 0;
    bytes_ = 0;  // (Mutant 3g-keeps-the-bytes.)
    // END SOLUTION
  }

 private:
  // Fields and helpers of your own go here.
  // BEGIN SOLUTION(3g)
  // STUB:
  struct Sent {
    Index last;
    std::uint64_t bytes = 0;
  };

  // REQUIRES: number < ring_.size().
  Sent& at(std::size_t number) { return ring_[(first_ + number) & (ring_.size() - 1)]; }

  // Few windows are ever full: it begins small.
  void grow() {
    std::vector<Sent> larger(ring_.empty() ? 4 : 2 * ring_.size());
    for (std::size_t i = 0; i < count_; ++i) larger[i] = at(i);
    ring_.swap(larger);
    first_ = 0;
  }

  std::vector<Sent> ring_;  // its size is a power of two, or 0
  std::size_t first_ = 0;   // where the eldest stands
  std::size_t count_ = 0;
  std::uint64_t bytes_ = 0;
  // END SOLUTION
};

}  // namespace patina::raft
