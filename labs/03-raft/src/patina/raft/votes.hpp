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

#include <patina/base/not_implemented.hpp>
#include <patina/raft/types.hpp>

#include <vector>

namespace patina::raft {

class Votes {
 public:
  void clear() {
    not_implemented("3a", "forget all answers");
  }

  void record(NodeId node, bool is_granted) {
    not_implemented("3a", "remember the node's answer, if it is its first");
  }

  bool has_majority(const std::vector<NodeId>& voters) const {
    not_implemented("3a", "compare the voters who said yes with half of all voters");
  }

  bool has_lost(const std::vector<NodeId>& voters) const {
    not_implemented("3a", "compare the voters who said no with half of all voters");
  }

 private:
  // Fields and helpers of your own go here.
};

}  // namespace patina::raft
