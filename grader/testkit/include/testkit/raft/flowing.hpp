// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the tests of 3g have in common: a leader with narrow limits, and a follower that a test
// plays.
//
// Interface:
//   narrow(messages)              a config of node 1 of three voters with a window of so many
//   flowing_leader(config)        it leads term 1, and both others have agreed to its first entry
//   with_entries(node.sent_to(2)), bytes_of(message), entries_in(messages)
//   Follower two{2, 1}            a log that equals the leader's up to 1
//   two.answer_to(message)        as 3b asks it of a follower, and takes over what it brings
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace testkit::raft {

// Without pre-vote and check-quorum: one rule at a time.
inline Features flowing() {
  Features features = patina::raft::features_up_to('d');
  features.flow = true;
  return features;
}

inline Config narrow(std::uint32_t messages) {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(3);
  config.features = flowing();
  config.inflight_messages_max = messages;
  return config;
}

// Its log is as `restored` says, with an entry of its own behind that. Nothing is in the mailbox.
inline Solo flowing_leader(const Config& config, const Restored& restored = {}) {
  Solo node(config, restored);
  node.become_leader();
  for (const NodeId other : config.configuration.everyone())
    if (other != config.id)
      node.receive(accept(other.value(), node.term().value(), node.glance().last.index.value()));
  static_cast<void>(node.sent());
  return node;
}

inline std::vector<Message> with_entries(const std::vector<Message>& messages) {
  std::vector<Message> found;
  for (const Message& message : messages)
    if (!message.entries.empty()) found.push_back(message);
  return found;
}

inline std::uint64_t bytes_of(const Message& message) {
  std::uint64_t bytes = 0;
  for (const Entry& each : message.entries) bytes += each.data.size();
  return bytes;
}

inline std::uint64_t entries_in(const std::vector<Message>& messages) {
  std::uint64_t entries = 0;
  for (const Message& message : messages) entries += message.entries.size();
  return entries;
}

struct Follower {
  std::uint64_t id = 2;
  std::uint64_t has = 0;  // its log equals the leader's up to there, and ends there

  Message answer_to(const Message& asked) {
    const std::uint64_t previous = asked.log_index.value();
    if (previous > has) return refuse(id, asked.term.value(), previous, {has + 1, 0});
    const std::uint64_t last = previous + asked.entries.size();
    has = std::max(has, last);
    return accept(id, asked.term.value(), last);
  }
};

}  // namespace testkit::raft
