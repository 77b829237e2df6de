// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the tests of 3h have in common: snapshots in pieces, from a leader's side and a follower's.
//
// Interface:
//   asynchronous()                   the rules up to 3d, and 3h: one rule at a time
//   piece(2, 4, taken, 3, 5)         from leader 2 in term 4: five bytes of it, from the third on
//   has(3, sent, 8)                  node 3's answer to that piece: it has eight bytes
//   pieces(messages)                 the install_snapshots among them
//   sending_leader(bytes_max)        node 1 leads term 5, needs node 3 to have its snapshot of
//                                    entry 6, "0123456789", and has nothing in the mailbox
//   refused(node)                    node 3 refuses a heartbeat, sent now; returns the pieces that
//                                    leave on that
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::raft {

// Without reads, pre-vote and check-quorum.
inline Features asynchronous() {
  Features features = patina::raft::features_up_to('d');
  features.async = true;
  return features;
}

inline Message piece(std::uint64_t from, std::uint64_t term, const patina::raft::Snapshot& whole,
                     std::uint64_t offset, std::uint64_t size) {
  const std::string_view data = whole.data.view();
  Message result = install(from, term,
                           snapshot({whole.index.value(), whole.term.value()},
                                    whole.configuration, ""));
  result.offset = offset;
  result.chunk = Bytes(data.substr(offset, size));
  result.is_last = offset + result.chunk.size() == data.size();
  return result;
}

inline Message has(std::uint64_t from, const Message& sent, std::uint64_t bytes) {
  Message result = message(MessageType::chunk_response, from, sent.term.value());
  result.log_index = sent.snapshot->index;
  result.offset = bytes;
  result.round = sent.round;
  return result;
}

inline std::vector<Message> pieces(const std::vector<Message>& messages) {
  return of_type(messages, MessageType::install_snapshot);
}

inline Solo sending_leader(std::uint64_t bytes_max, std::string_view data = "0123456789") {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(3);
  config.features = asynchronous();
  config.chunk_bytes_max = bytes_max;
  Restored restored;
  restored.hard_state.term = Term{4};
  restored.entries = log(1, {1, 1, 2, 2, 3});
  Solo node(config, restored);
  node.become_leader();
  node.receive(accept(2, 5, 6));
  node->compact(Index{6}, Bytes(data));
  node.pump();
  node.sent();
  return node;
}

// By its first heartbeat to node 3, if there is none yet.
inline std::vector<Message> refused(Solo& node) {
  for (const Message& each : node.sent_to(3))
    if (each.type == MessageType::append_entries)
      return pieces(node.receive(refuse(3, each.term.value(), each.log_index.value(), {1, 0})));
  return {};
}

}  // namespace testkit::raft
