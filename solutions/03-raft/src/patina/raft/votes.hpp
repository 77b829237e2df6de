// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: Votes, who has said yes and who has said no in this term (paper, 5.2).
//
// Interface:
//   clear()                   a new election: nobody has said anything
//   record(node, granted)     a node's answer; the first one counts, however often it comes
//   has_majority(voters)      have more than half of `voters` said yes?
//   has_lost(voters)          have so many said no that no majority can come?
// How it is kept is yours to choose.
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
    not_implemented("3a", "forget all answers");
    // END SOLUTION
  }
};

}  // namespace patina::raft
