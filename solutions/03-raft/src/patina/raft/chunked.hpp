// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: a snapshot goes in pieces (paper, 7 and Figure 13).
//
// A message that holds all of a snapshot keeps heartbeats from the link while it is on it, and has
// to be sent again from its first byte if it is lost.
//
// Interface:
//   send_chunk(state, whole)          of a leader. 3d wants `whole` sent, an install_snapshot: the
//                                     door leads here (doors.hpp), and a piece of it goes out, or
//                                     nothing. Pieces leave by send() too
//   on_chunk_response(state, answer)  of a leader: an answer from a peer, a chunk_response or an
//                                     append_response, before anybody else has looked at it
//   on_chunk(state, message)          of a follower: a piece. Returns the install_snapshot that 3d
//                                     is to take (on_install_snapshot, which answers), if there is
//                                     one now
//
// A piece is an install_snapshot whose snapshot has no data, with `chunk`, the chunk_bytes_max
// bytes of the data that begin at `offset`, or what is left; is_last says that nothing follows. A
// snapshot without data is one piece, without bytes, and the last one.
//
// The leader, for each peer:
//   - one snapshot is under way, and of that one piece at a time. A newer one waits until this one
//     has arrived: who started over whenever it compacts its log might never end;
//   - send_chunk is called again whenever the peer has refused a heartbeat (3b and 3d lead to it),
//     which it does as long as the snapshot is on its way. That alone is no loss: the same piece
//     goes once more only if it has been out for two heartbeats' time (2 * heartbeat_ticks). So a
//     peer that is silent is sent nothing but heartbeats;
//   - a chunk_response says how much of the snapshot with that index the peer has, and the next
//     piece begins there. Less than before is possible: it has restarted, and starts over. Only the
//     first answer to the piece that is out counts, to whichever copy of it: an older one, or one
//     more, sends nothing, or each doubled message would be a second transfer. (Every message
//     carries a round, and its answer brings it back: a piece in a round of its own, ++state.round,
//     can be recognised; its copies go in that one or a later one.) One that names as many bytes
//     as before, or more than there are, sends nothing either, and the piece is still out;
//   - an append_response that agrees up to the snapshot's index ends it.
//
// The follower:
//   - collects one snapshot, of one leader's term: a newer term's, or in the same term one with a
//     higher index, takes its place. Pieces of an older one are passed over: nothing mixes;
//   - takes a piece that begins where its bytes end, and no other. It answers each of the snapshot
//     that it collects by a chunk_response: log_index is the snapshot's, offset how many bytes of
//     it are here. It waits for no disk: who restarts starts over;
//   - hands all of it on with the last piece, and not before, and is done with it. A crash before
//     that is on disk leaves what was there;
//   - what the snapshot stands for may be committed here meanwhile, or be in the log (3d's cases 1
//     and 2, in which nobody needs the data): then any piece is handed on at once, as it is.
// Whatever comes, in whatever order, is no reason to assert.
// Cost: a snapshot of k pieces takes k messages and k answers, where none is lost.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace patina::raft {

namespace detail {

// Helpers of your own go here.
// BEGIN SOLUTION(3h)
// STUB:
inline SnapshotPtr without_data(const Snapshot& whole) {
  return std::make_shared<const Snapshot>(
      Snapshot{whole.index, whole.term, whole.configuration, {}});
}

inline void send_piece(State& state, Peer& peer) {
  ChunksOut& out = peer.chunks;
  const std::string_view data = out.snapshot->data.view();
  const std::string_view piece = data.substr(out.begin, state.config.chunk_bytes_max);
  out.sent_at = state.now;
  Message message;
  message.type = MessageType::install_snapshot;
  message.to = peer.id;
  message.snapshot = out.head;
  message.offset = out.begin;
  message.chunk = Bytes(piece);
  message.is_last = out.begin + piece.size() == data.size();
  send(state, std::move(message));
}

inline void begin_piece(State& state, Peer& peer, std::uint64_t begin) {
  peer.chunks.begin = begin;
  peer.chunks.round = ++state.round;
  send_piece(state, peer);
}

// Does 3d take it without looking at its data?
inline bool needs_no_data(const State& state, const Snapshot& snapshot) {
  return snapshot.index <= state.commit_index || state.log.matches(snapshot.index, snapshot.term);
}

// Of several the newest counts: a late piece of an old one must not throw away what is here.
inline bool is_newer(const ChunksIn& in, const Message& piece) {
  if (in.head == nullptr || piece.term != in.term) return true;
  return piece.snapshot->index > in.head->index;
}
// END SOLUTION

}  // namespace detail

inline void send_chunk(State& state, const Message& whole) {
  // BEGIN SOLUTION(3h)
  // STUB: not_implemented("3h", "send a piece of the snapshot, unless one is under way");
  Peer* const peer = state.peer(whole.to);
  PATINA_ASSERT(peer != nullptr, "a snapshot goes to a peer");
  PATINA_ASSERT(state.config.chunk_bytes_max > 0, "a piece has room for a byte");
  ChunksOut& out = peer->chunks;
  if (out.snapshot == nullptr) {
    out.snapshot = whole.snapshot;
    out.head = detail::without_data(*whole.snapshot);
    return detail::begin_piece(state, *peer, 0);
  }
  if (state.now >= out.sent_at + 2 * state.config.heartbeat_ticks)
    detail::send_piece(state, *peer);
  // END SOLUTION
}

inline void on_chunk_response(State& state, const Message& answer) {
  // BEGIN SOLUTION(3h)
  // STUB: not_implemented("3h", "send the piece that follows what the peer has");
  Peer* const peer = state.peer(answer.from);
  if (peer == nullptr || peer->chunks.snapshot == nullptr) return;
  ChunksOut& out = peer->chunks;
  if (answer.type == MessageType::append_response) {
    if (answer.is_granted && answer.log_index >= out.snapshot->index) out = {};
    return;
  }
  if (answer.log_index != out.snapshot->index || answer.round < out.round) return;
  if (answer.offset == out.begin || answer.offset >= out.snapshot->data.size()) return;
  detail::begin_piece(state, *peer, answer.offset);
  // END SOLUTION
}

inline std::optional<Message> on_chunk(State& state, const Message& message) {
  // BEGIN SOLUTION(3h)
  // STUB: not_implemented("3h", "collect the piece; hand the snapshot on when it is whole");
  if (message.snapshot == nullptr) return std::nullopt;
  ChunksIn& in = state.chunks;
  if (detail::needs_no_data(state, *message.snapshot)) {
    if (in.head != nullptr && in.head->index <= message.snapshot->index) in = {};
    return message;
  }
  if (detail::is_newer(in, message)) in = {message.snapshot, message.term, {}};
  if (*message.snapshot != *in.head) return std::nullopt;
  if (message.offset == in.data.size()) {
    in.data += message.chunk.view();
    if (message.is_last) {
      Message whole = message;
      whole.snapshot = std::make_shared<const Snapshot>(
          Snapshot{in.head->index, in.head->term, in.head->configuration, Bytes(in.data)});
      in = {};
      return whole;
    }
  }
  Message answer;
  answer.type = MessageType::chunk_response;
  answer.to = message.from;
  answer.log_index = in.head->index;
  answer.offset = in.data.size();
  send(state, std::move(answer));
  return std::nullopt;
  // END SOLUTION
}

}  // namespace patina::raft
