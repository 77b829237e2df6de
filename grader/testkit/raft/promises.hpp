// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Promises: what a run has promised so far, and the rules of Raft as they look at one state of it.
// The referee (testkit/raft/referee.hpp) judges runs that happen once; this judges a million
// states, of which each was reached by many runs, and remembers of them only what later moves can
// break.
//
// Interface:
//   Promises(names)
//   judge(number, nodes, changed)   the node of index `changed` has come into a new state: returns
//                                   the number of what is promised from now on, and a fault perhaps
//   prints(number)
// Thread rule: one thread.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "node_states.hpp"

namespace testkit::raft {

constexpr std::size_t nodes_max = 3;
using Nodes = std::vector<const NodeState*>;

struct Promised {
  std::vector<NodeId> leaders;    // by term
  std::vector<Entry> committed;   // from index 1 on
  std::vector<Term> known_in;     // the term of the first who held it for committed
  Prints prints{};
};

class Promises {
 public:
  struct Verdict {
    std::uint32_t number = 0;
    std::optional<Fault> fault;
  };

  Promises(const Names& names, bool has_disks);
  Verdict judge(std::uint32_t number, const Nodes& nodes, std::size_t changed,
                const NodeState& before);
  const Prints& prints(std::uint32_t number) const { return all_[number].prints; }

 private:
  std::optional<Fault> lead(Promised& promised, const NodeState& leader) const;
  std::optional<Fault> commit(Promised& promised, const Nodes& nodes,
                              const NodeState& by) const;
  std::uint32_t keep(Promised promised);
  bool holds(const NodeState& node, const Entry& entry) const;

  const Names& names_;
  const bool has_disks_;
  std::deque<Promised> all_;
  std::map<std::uint64_t, std::uint32_t> numbers_;
};

}  // namespace testkit::raft
