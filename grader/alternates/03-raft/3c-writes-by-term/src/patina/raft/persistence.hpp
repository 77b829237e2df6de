// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c another way: what was handed out is remembered as the term of each entry, and what is durable
// as a list of writes that are not done yet, each with where it ended.
#pragma once

#include <patina/raft/ready.hpp>

#include <cstdint>
#include <deque>
#include <map>

namespace patina::raft {

struct Persistence {
  struct Write {
    std::uint64_t number = 0;
    Term term;          // of the hard state
    LastEntry end;      // where the log ended
  };

  void begin(const HardState& hard_state, Index last) {
    handed = hard_state;
    durable_term = hard_state.term;
    restored_last = durable.index = last;
  }

  SnapshotPtr snapshot;
  bool is_install = false;

  HardState handed;
  Term durable_term;
  Index restored_last;               // up to here the log was there when the node came up
  std::map<Index, Term> handed_terms;  // of entries that were handed out or replaced since
  std::deque<Write> writes;
  LastEntry durable;                 // the last entry of the last write that is done
  bool has_durable_term = false;     // false: durable is the end of the restored log
  std::uint64_t number = 0;
};

}  // namespace patina::raft
