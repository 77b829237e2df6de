// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: who belongs to the cluster, and how that changes while it works (paper, section 6;
// thesis, chapter 4).
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/doors.hpp>

#include <set>
#include <utility>
#include <vector>

namespace patina::raft {

namespace detail {

// Ascending lists without repeats are what a set of them looks like.
inline bool is_list(const std::vector<NodeId>& nodes) {
  const std::set<NodeId> all(nodes.begin(), nodes.end());
  return !all.contains(no_node) && std::vector<NodeId>(all.begin(), all.end()) == nodes;
}

inline bool has_committed_all_configurations(const State& state) {
  return state.members.stack.back().index <= state.commit_index;
}

inline Index extend(State& state, const Configuration& next) {
  const Index index = state.log.last() + 1;
  append_to_log(state, {index, state.current_term, next.encode(), EntryKind::configuration});
  broadcast_append(state);
  advance_commit(state);
  return index;
}

inline void enforce_last(State& state) {
  state.configuration = state.members.stack.back().configuration;
}

inline Configuration held_by(const Entry& entry) {
  auto configuration = Configuration::decode(entry.data);
  PATINA_ASSERT(configuration.has_value(), "an entry of a configuration holds one");
  return *std::move(configuration);
}

// What lies below the last committed one is not gone back to any more.
inline void forget_old(State& state) {
  std::vector<Members::Known>& stack = state.members.stack;
  while (stack.size() > 2 && stack[2].index <= state.commit_index) stack.erase(stack.begin());
}

}  // namespace detail

inline Proposed request_change(State& state, const Configuration& wanted) {
  bool is_sound = !wanted.voters.empty() && !wanted.is_joint() && wanted != state.configuration &&
                  detail::is_list(wanted.voters) && detail::is_list(wanted.learners);
  for (const NodeId node : wanted.learners) is_sound = is_sound && !wanted.is_voter(node);
  if (!is_sound) return {{}, {}, {}, Refusal::invalid};
  const bool is_ready = detail::has_committed_all_configurations(state) &&
                        !state.configuration.is_joint() &&
                        state.log.matches(state.commit_index, state.current_term);
  if (!is_ready) return {{}, {}, {}, Refusal::busy};
  Configuration next = wanted;
  if (wanted.voters != state.configuration.voters) next.old_voters = state.configuration.voters;
  const Index index = detail::extend(state, next);
  return {index, index, state.current_term, Refusal::none};
}

inline void on_configuration_appended(State& state, const Entry& entry) {
  detail::forget_old(state);
  state.members.stack.push_back({entry.index, detail::held_by(entry)});
  detail::enforce_last(state);
  if (state.role != Role::leader) return;
  std::vector<Peer> before;
  before.swap(state.peers);
  for (const NodeId node : state.configuration.everyone()) {
    if (node == state.id()) continue;
    Peer peer;
    peer.id = node;
    peer.next_index = entry.index;
    peer.heard_at = state.now;
    peer.session = ++state.members.sessions;
    for (Peer& known : before)
      if (known.id == node) peer = std::move(known);
    state.peers.push_back(std::move(peer));
  }
}

inline void on_log_truncated(State& state) {
  std::vector<Members::Known>& stack = state.members.stack;
  while (stack.size() > 1 && stack.back().index > state.log.last()) stack.pop_back();
  detail::enforce_last(state);
}

inline void on_configuration_restored(State& state) {
  std::vector<Members::Known>& stack = state.members.stack;
  const Index base = state.log.base().index;
  stack.assign(1, {base, configuration_at(state, base)});
  for (Index i = base + 1; i <= state.log.last(); ++i)
    if (const Entry& entry = state.log.at(i); entry.kind == EntryKind::configuration)
      stack.push_back({i, detail::held_by(entry)});
  detail::enforce_last(state);
}

inline void on_committed(State& state) {
  if (!detail::has_committed_all_configurations(state)) return;
  if (state.configuration.is_joint()) {
    Configuration next;
    next.voters = state.configuration.voters;
    next.learners = state.configuration.learners;
    detail::extend(state, next);
  } else if (!state.configuration.is_voter(state.id())) {
    for (Peer& peer : state.peers) send_append(state, peer, true);
    become_follower(state, state.current_term, no_node);
  }
}

inline void stamp_session(State& state, Message& message) {
  const bool is_answer = message.type == MessageType::append_response ||
                         message.type == MessageType::chunk_response;
  const Peer* const peer = state.peer(message.to);
  if (is_answer) message.session = state.heard_session;
  if (!is_answer && peer != nullptr) message.session = peer->session;
}

inline bool is_of_this_session(const State& state, const Message& answer) {
  const Peer* const peer = state.peer(answer.from);
  return peer != nullptr && answer.session == peer->session;
}

inline bool may_stand(const State& state) {
  if (state.configuration.is_voter(state.id())) return true;
  const std::vector<Members::Known>& stack = state.members.stack;
  return !detail::has_committed_all_configurations(state) && stack.size() > 1 &&
         stack[stack.size() - 2].configuration.is_voter(state.id());
}

}  // namespace patina::raft
