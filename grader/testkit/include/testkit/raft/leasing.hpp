// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the tests of 3i have in common: leaders with a lease, and who is asked to lead.
#pragma once

#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

#include <cstdint>

namespace testkit::raft {

inline Features leasing() { return patina::raft::features_up_to('i'); }

// Node 1 of so many voters.
inline Config leasing_config(std::uint64_t voters) {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(voters);
  config.features = leasing();
  return config;
}

// How long a lease runs, in ticks of its leader.
inline patina::raft::Ticks lease_of(const Solo& node) {
  return node.config().election_ticks_min - node.config().clock_drift_ticks_max;
}

// Nodes `from` to `to` answer what they were last sent: they have all of the leader's log.
inline void answer_all(Solo& leader, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t other = from; other <= to; ++other)
    leader.receive(accept(other, leader.term().value(), last_of(leader)));
}

// It leads, its first entry is committed and applied, and all others have echoed its last round.
// The mailbox is empty.
inline Solo leasing_leader(const Config& config) {
  Solo node(config);
  node.become_leader();
  const std::uint64_t last = config.configuration.everyone().back().value();
  answer_all(node, 2, last);
  answer_all(node, 2, last);
  static_cast<void>(node.sent());
  return node;
}
inline Solo leasing_leader(std::uint64_t voters) { return leasing_leader(leasing_config(voters)); }

// Is a read answered before anybody else has said anything?
inline bool reads_at_once(Solo& node) {
  static std::uint64_t context = 1000;
  ++context;
  const std::size_t before = node.reads.size();
  node->read_index(context);
  node.pump();
  return node.reads.size() == before + 1 && node.reads.back().context == context &&
         !node.reads.back().is_refused;
}

inline Message timeout_now(std::uint64_t from, std::uint64_t term) {
  return message(MessageType::timeout_now, from, term);
}

// As a node sends it that its leader has asked to lead.
inline Message wished_vote_request(std::uint64_t from, std::uint64_t term, At last = {}) {
  Message result = vote_request(from, term, last);
  result.is_transfer = true;
  return result;
}

}  // namespace testkit::raft
