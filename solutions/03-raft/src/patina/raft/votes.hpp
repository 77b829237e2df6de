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
    // BEGIN SOLUTION(3a)
    // STUB: not_implemented("3a", "forget all answers");
    answers_.clear();
    // END SOLUTION
  }

  void record(NodeId node, bool is_granted) {
    // BEGIN SOLUTION(3a)
    // STUB: not_implemented("3a", "remember the node's answer, if it is its first");
    for (const Answer& answer : answers_)
      if (answer.node == node) return;  // (Mutant 3a-counts-repeated-votes.)
    answers_.push_back({node, is_granted});
    // END SOLUTION
  }

  bool has_majority(const std::vector<NodeId>& voters) const {
    // BEGIN SOLUTION(3a)
    // STUB: not_implemented("3a", "compare the voters who said yes with half of all voters");
    return voters.empty() || count(voters, true) * 2 > voters.size();
    // END SOLUTION
  }

  bool has_lost(const std::vector<NodeId>& voters) const {
    // BEGIN SOLUTION(3a)
    // STUB: not_implemented("3a", "compare the voters who said no with half of all voters");
    return !voters.empty() && count(voters, false) * 2 >= voters.size();
    // END SOLUTION
  }

 private:
  // Fields and helpers of your own go here.
  // BEGIN SOLUTION(3a)
  // STUB:
  struct Answer {
    NodeId node;
    bool is_granted;
  };

  std::size_t count(const std::vector<NodeId>& voters, bool is_granted) const {
    std::size_t found = 0;
    for (const NodeId voter : voters)
      for (const Answer& answer : answers_)
        if (answer.node == voter && answer.is_granted == is_granted) ++found;
    return found;
  }

  std::vector<Answer> answers_;  // a handful: a search costs less than a set's nodes
  // END SOLUTION
};

}  // namespace patina::raft
