// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g: flow control. First all that may go is cut into messages, then they go.
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/append_messages.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <vector>

namespace patina::raft {

namespace detail {

struct Cut {
  Index last;
  std::uint64_t bytes = 0;
};

// The log from `first` on, in at most `count` messages.
inline std::vector<Cut> cut_into_messages(const State& state, Index first, std::size_t count) {
  std::vector<Cut> cuts;
  std::uint32_t entries = 0;
  for (Index index = first; index <= state.log.last(); ++index) {
    const std::uint64_t bytes = state.log.at(index).data.size();
    const bool is_next = cuts.empty() || entries >= state.config.message_entries_max ||
                         cuts.back().bytes + bytes > state.config.message_bytes_max;
    if (is_next && cuts.size() == count) break;
    if (is_next) {
      cuts.push_back({index, bytes});
      entries = 1;
    } else {
      cuts.back() = {index, cuts.back().bytes + bytes};
      ++entries;
    }
  }
  return cuts;
}

inline std::size_t free_places(const State& state, const Peer& peer) {
  if (!peer.is_confirmed || peer.inflights.is_empty())
    return peer.is_confirmed ? std::max(state.config.inflight_messages_max, 1U) : 1;
  const std::size_t used = peer.inflights.messages();
  return std::max<std::size_t>(state.config.inflight_messages_max, used) - used;
}

}  // namespace detail

inline void replicate_in_window(State& state, Peer& peer, bool is_heartbeat) {
  if (peer.next_index <= state.log.base().index) {
    peer.is_confirmed = false;
    peer.inflights.clear();
    send_snapshot(state, peer);
    return;
  }
  bool has_spoken = false;
  const std::size_t places = peer.is_probing ? 0 : detail::free_places(state, peer);
  if (places > 0 && peer.next_index <= state.log.last()) {
    for (const detail::Cut& cut : detail::cut_into_messages(state, peer.next_index, places)) {
      const bool fits = peer.inflights.bytes() + cut.bytes <= state.config.inflight_bytes_max;
      if (peer.is_confirmed && !fits && !peer.inflights.is_empty()) break;
      send(state, append_to_peer(state, peer, cut.last));
      has_spoken = true;
      if (peer.is_confirmed) {
        peer.inflights.add(cut.last, cut.bytes);
        peer.next_index = cut.last + 1;
      } else {
        peer.is_probing = true;
      }
    }
  }
  if (is_heartbeat && !has_spoken) send(state, append_to_peer(state, peer, peer.next_index - 1));
}

inline void on_answer_in_window(State& state, Peer& peer, const Message& answer) {
  const Index index = answer.log_index;
  if (answer.is_granted && index <= state.log.last()) {
    peer.is_confirmed = peer.is_confirmed || index + 1 >= peer.next_index;
    peer.inflights.free_to(index);
  }
  if (answer.is_granted || index <= peer.match_index || index >= peer.next_index) return;
  if (peer.is_probing && index + 1 != peer.next_index) return;
  peer.is_confirmed = false;
  peer.inflights.clear();
}

inline void count_uncommitted(State& state) {
  state.uncommitted_bytes = 0;
  for (Index index = state.log.last(); index > state.commit_index; index = index - 1)
    state.uncommitted_bytes += state.log.at(index).data.size();
}

inline bool has_room(const State& state, std::span<const Bytes> commands) {
  std::uint64_t bytes = state.uncommitted_bytes;
  for (const Bytes& command : commands) bytes += command.size();
  return state.uncommitted_bytes == 0 || bytes == state.uncommitted_bytes ||
         bytes <= state.config.uncommitted_bytes_max;
}

inline void on_appended(State& state, const Entry& entry) {
  state.uncommitted_bytes += entry.data.size();
}

inline void on_committed(State& state, IndexRange) { count_uncommitted(state); }

}  // namespace patina::raft
