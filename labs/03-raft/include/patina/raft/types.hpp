// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The numbers of Raft, each a type of its own: a term is no index, and neither is a node.
//
// Interface:
//   Term, Index, NodeId      strong types over 64 bits; compare, ++, + and - of a plain count
//   no_node                  NodeId{0}: no node has it, so "voted for nobody" needs no flag
//   Ticks                    a plain count of ticks; 64 bits, so it never wraps
// Index{0} and Term{0} stand before the first entry and the first term.
// Thread rule: value types.
// Source: Ongaro, Ousterhout, "In search of an understandable consensus algorithm" (extended
// version, 2014), called "the paper" in this lab.
#pragma once

#include <patina/base/strong.hpp>

#include <cstdint>
#include <string>

namespace patina::raft {

struct TermTag;
struct IndexTag;
struct NodeIdTag;

using Term = base::Strong<TermTag, std::uint64_t>;
using Index = base::Strong<IndexTag, std::uint64_t>;
using NodeId = base::Strong<NodeIdTag, std::uint64_t>;
using Ticks = std::uint64_t;

inline constexpr NodeId no_node{0};

inline std::string to_string(Term term) { return std::to_string(term.value()); }
inline std::string to_string(Index index) { return std::to_string(index.value()); }
inline std::string to_string(NodeId node) { return std::to_string(node.value()); }

// The entries first, first + 1, ..., last; none where last < first.
struct IndexRange {
  Index first{1};
  Index last{0};

  bool is_empty() const { return last < first; }
  std::uint64_t size() const { return is_empty() ? 0 : last - first + 1; }
  friend bool operator==(IndexRange, IndexRange) = default;
};

}  // namespace patina::raft
