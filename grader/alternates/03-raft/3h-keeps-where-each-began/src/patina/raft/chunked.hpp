// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h, otherwise.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace patina::raft {

namespace detail {

inline void send_piece_at(State& state, Peer& peer, std::uint64_t begin) {
  ChunksOut& out = peer.chunks;
  const Snapshot& whole = *out.snapshot;
  const std::uint64_t size = std::min<std::uint64_t>(state.config.chunk_bytes_max,
                                                     whole.data.size() - begin);
  out.begin = out.said = begin;
  out.again_at = state.now + 2 * state.config.heartbeat_ticks;
  Message message;
  message.type = MessageType::install_snapshot;
  message.to = peer.id;
  message.snapshot = std::make_shared<const Snapshot>(
      Snapshot{whole.index, whole.term, whole.configuration, Bytes()});
  message.offset = begin;
  message.chunk = Bytes(whole.data.view().substr(begin, size));
  message.is_last = begin + size == whole.data.size();
  send(state, std::move(message));
}

}  // namespace detail

inline void send_chunk(State& state, const Message& whole) {
  Peer& peer = *state.peer(whole.to);
  ChunksOut& out = peer.chunks;
  const bool is_done = out.snapshot == nullptr || peer.match_index >= out.snapshot->index;
  if (!is_done && state.now < out.again_at) return;
  if (is_done) out = {whole.snapshot, 0, 0, 0};
  detail::send_piece_at(state, peer, out.said);
}

inline void on_chunk_response(State& state, const Message& answer) {
  Peer* const peer = state.peer(answer.from);
  if (peer == nullptr || answer.type != MessageType::chunk_response) return;
  ChunksOut& out = peer->chunks;
  if (out.snapshot == nullptr || answer.log_index != out.snapshot->index) return;
  if (answer.offset >= out.snapshot->data.size()) return;
  if (answer.offset > out.begin) return detail::send_piece_at(state, *peer, answer.offset);
  out.said = answer.offset;
}

inline std::optional<Message> on_chunk(State& state, const Message& message) {
  if (message.snapshot == nullptr) return std::nullopt;
  const Snapshot& head = *message.snapshot;
  const bool is_here =
      head.index <= state.commit_index || state.log.matches(head.index, head.term);
  if (is_here) return message;
  ChunksIn& in = state.chunks;
  if (!in.is_begun || in.term < message.term || in.head.index < head.index)
    in = {message.term, head, true, {}, 0};
  if (in.head != head) return std::nullopt;
  const bool fits = message.offset == in.size;
  if (fits) {
    in.pieces.push_back(message.chunk);
    in.size += message.chunk.size();
  }
  if (fits && message.is_last) {
    std::string data;
    for (const Bytes& each : in.pieces) data += each.view();
    Message whole = message;
    whole.snapshot = std::make_shared<const Snapshot>(
        Snapshot{head.index, head.term, head.configuration, Bytes(data)});
    in = {};
    return whole;
  }
  Message answer;
  answer.type = MessageType::chunk_response;
  answer.to = message.from;
  answer.log_index = in.head.index;
  answer.offset = in.size;
  send(state, std::move(answer));
  return std::nullopt;
}

}  // namespace patina::raft
