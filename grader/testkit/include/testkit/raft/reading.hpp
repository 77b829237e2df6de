// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the tests of 3e about reads have in common.
#pragma once

#include <testkit/raft/solo.hpp>

#include <cstdint>

namespace testkit::raft {

// The core without pre-vote and check-quorum: one rule at a time.
inline Features reading() {
  Features features = patina::raft::features_up_to('d');
  features.reads = true;
  return features;
}
inline Features pre_voting() {
  Features features = patina::raft::features_up_to('d');
  features.pre_vote = true;
  return features;
}
inline Features checking() {
  Features features = patina::raft::features_up_to('d');
  features.check_quorum = true;
  return features;
}

inline std::uint64_t last_of(const Solo& node) { return node.glance().last.index.value(); }

// A leader whose first entry is committed and applied, with an empty mailbox.
inline Solo reading_leader(std::uint64_t voters) {
  Solo node(1, voters, reading());
  node.become_leader();
  for (std::uint64_t other = 2; other <= voters; ++other)
    node.receive(accept(other, node.term().value(), last_of(node)));
  static_cast<void>(node.sent());
  return node;
}

// The round of the last message to `node` that lies in the mailbox; takes the mailbox out.
inline std::uint64_t round_to(Solo& leader, std::uint64_t node) {
  std::uint64_t round = 0;
  for (const Message& message : leader.sent_to(node)) round = message.round;
  return round;
}

// Node's answer to a message with this round.
inline Message echo(const Solo& leader, std::uint64_t node, std::uint64_t round) {
  Message message = accept(node, leader.term().value(), last_of(leader));
  message.round = round;
  return message;
}

inline Message to_node(const Solo& node, Message message) {
  message.to = node.config().id;
  return message;
}

}  // namespace testkit::raft
