// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: Votes, who has said yes and who has said no to a candidate (paper, 5.2).
//
// Interface:
//   clear()                      a new election: nobody has said anything
//   record(node, is_granted)     a node's answer; its first one counts, however often it answers
//   has_majority(voters)         have more than half of `voters` said yes?
//   has_lost(voters)             have so many of `voters` said no that no majority can come?
//
// Contract:
//   - only who is in `voters` is counted, and each of them once: a network may deliver an answer
//     twice;
//   - of an empty list nobody need agree: it has a majority and has not lost. That is what the
//     missing half of a configuration that is not joint asks for (3f);
//   - half is no majority, and half that refuse are a loss.
// How it is kept is yours to choose: a set, a list, a word of bits, counters and who was counted.
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace patina::raft {

class Votes {
 public:
  void clear() {
    heard_.clear();
    granted_.clear();
  }

  void record(NodeId node, bool is_granted) {
    if (std::find(heard_.begin(), heard_.end(), node) != heard_.end()) return;
    if (heard_.size() % 64 == 0) granted_.push_back(0);
    if (is_granted) granted_.back() |= std::uint64_t{1} << (heard_.size() % 64);
    heard_.push_back(node);
  }

  bool has_majority(const std::vector<NodeId>& voters) const {
    return voters.empty() || count(voters).granted >= voters.size() / 2 + 1;
  }

  bool has_lost(const std::vector<NodeId>& voters) const {
    return voters.size() - count(voters).refused < voters.size() / 2 + 1 && !voters.empty();
  }

 private:
  struct Counts {
    std::size_t granted = 0;
    std::size_t refused = 0;
  };

  Counts count(const std::vector<NodeId>& voters) const {
    Counts counts;
    for (std::size_t i = 0; i < heard_.size(); ++i) {
      if (std::find(voters.begin(), voters.end(), heard_[i]) == voters.end()) continue;
      ++((granted_[i / 64] >> (i % 64)) & 1 ? counts.granted : counts.refused);
    }
    return counts;
  }

  std::vector<NodeId> heard_;           // in order of their answers
  std::vector<std::uint64_t> granted_;  // bit i is what heard_[i] said
};

}  // namespace patina::raft
