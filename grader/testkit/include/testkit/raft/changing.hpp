// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the tests of 3f have in common: configurations and their entries in few words, and one node
// that changes who belongs to its cluster.
//
// Interface:
//   joint({1, 2, 3}, {1, 2, 4})           between these voters and those
//   with_learners(voters({1}), {4})
//   configured(5, 2, configuration)       an entry 5:2 of it
//   Solo leader = changing_leader(3)      its first entry is committed, its mailbox empty
//   ask(leader, configuration)            asks for a change
//   agree(leader, {2, 3})                 these acknowledge all that is in its log now
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <vector>

namespace testkit::raft {

inline Features changing() { return patina::raft::features_up_to('f'); }

inline Configuration with_learners(Configuration configuration,
                                   const std::vector<std::uint64_t>& learners) {
  configuration.learners = voters(learners).voters;
  return configuration;
}

inline Configuration joint(const std::vector<std::uint64_t>& before,
                           const std::vector<std::uint64_t>& after) {
  Configuration configuration = voters(after);
  configuration.old_voters = voters(before).voters;
  return configuration;
}

inline Entry configured(std::uint64_t index, std::uint64_t term, const Configuration& in_force) {
  return {Index{index}, Term{term}, in_force.encode(), patina::raft::EntryKind::configuration};
}

inline std::uint64_t end_of(const Solo& node) { return node.glance().last.index.value(); }
inline std::uint64_t commit_of(const Solo& node) { return node.glance().commit.value(); }

// In this order.
inline void agree(Solo& leader, const std::vector<std::uint64_t>& nodes) {
  const std::uint64_t last = end_of(leader);
  for (const std::uint64_t node : nodes) leader.receive(accept(node, leader.term().value(), last));
}

inline Solo changing_leader(std::uint64_t count) {
  Solo node(1, count, changing());
  node.become_leader();
  std::vector<std::uint64_t> others;
  for (std::uint64_t other = 2; other <= count; ++other) others.push_back(other);
  agree(node, others);
  static_cast<void>(node.sent());
  return node;
}

inline patina::raft::Proposed ask(Solo& node, const Configuration& wanted) {
  const patina::raft::Proposed proposed = node->change(wanted);
  node.pump();
  return proposed;
}

}  // namespace testkit::raft
