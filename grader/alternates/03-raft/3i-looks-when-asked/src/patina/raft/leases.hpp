// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i: Lease, until when a leader may answer reads by itself (thesis, 6.4.1).
//
// How it is kept is yours to choose: the functions of lease.hpp are its only readers. It begins
// empty with each leadership, and is a leader's. `is_given_up` is given, because a transfer sets it
// (transfer.hpp): whoever was told to lead may do so at any time from then on, so that there is no
// lease for the rest of the term.
// Invariants: bounded; what is older than an election time-out need not be remembered.
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

#include <cstdint>
#include <map>

namespace patina::raft {

struct Lease {
  bool is_given_up = false;

  std::map<std::uint64_t, Ticks> sent_at;  // of each round of the last time-out
};

}  // namespace patina::raft
