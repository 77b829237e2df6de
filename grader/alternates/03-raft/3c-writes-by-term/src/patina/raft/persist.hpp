// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c another way; see persistence.hpp beside it.
#pragma once

#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline bool waits_for_disk(const State& state, const Message& message) {
  const bool is_leaders = message.type == MessageType::append_entries ||
                          message.type == MessageType::install_snapshot;
  if (message.type == MessageType::pre_vote) return false;
  return !is_leaders || state.persistence.durable_term < state.current_term;
}

namespace detail {

inline HardState hard_state_now(const State& state) {
  return {state.current_term, state.voted_for, state.commit_index};
}

// The first entry that the host has not been given as it stands. The log itself knows which were
// replaced; which of them have the term that was handed out is looked up.
inline Index first_to_write(const State& state) {
  Index first = state.log.first_unwritten();
  const auto& handed = state.persistence.handed_terms;
  while (first <= state.log.last()) {
    const auto found = handed.find(first);
    if (found == handed.end() || found->second != state.log.at(first).term) break;
    ++first;
  }
  return first;
}

}  // namespace detail

inline bool has_work(const State& state) {
  const Persistence& persistence = state.persistence;
  if (!state.outbox.now.empty() || !state.outbox.after_persist.empty()) return true;
  if (persistence.snapshot != nullptr || state.handed_index < state.commit_index) return true;
  return persistence.handed != detail::hard_state_now(state) ||
         detail::first_to_write(state) <= state.log.last();
}

inline Ready take_ready(State& state) {
  Persistence& persistence = state.persistence;
  Ready ready;
  ready.number = ++persistence.number;
  ready.now = std::exchange(state.outbox.now, {});
  ready.after_persist = std::exchange(state.outbox.after_persist, {});
  ready.snapshot = std::exchange(persistence.snapshot, nullptr);
  ready.is_install = std::exchange(persistence.is_install, false);

  ready.append = {detail::first_to_write(state), state.log.last()};
  auto& handed = persistence.handed_terms;
  if (!ready.append.is_empty())
    handed.erase(handed.lower_bound(ready.append.first), handed.end());
  for (Index i = ready.append.first; i <= ready.append.last; ++i)
    handed[i] = state.log.at(i).term;
  handed.erase(handed.begin(), handed.lower_bound(state.log.base().index));
  state.log.mark_written();

  const HardState now = detail::hard_state_now(state);
  const bool is_voted = now.term != persistence.handed.term || now.vote != persistence.handed.vote;
  if (now != persistence.handed) ready.hard_state = now;
  persistence.handed = now;
  ready.must_sync = is_voted || ready.is_install || !ready.append.is_empty();
  persistence.writes.push_back({ready.number, now.term, state.log.last_entry()});

  ready.committed = {state.handed_index + 1, state.commit_index};
  state.handed_index = state.commit_index;
  return ready;
}

inline Index durable_index(const State& state) {
  const Persistence& persistence = state.persistence;
  const Index in_place = std::min(state.log.first_unwritten() - 1, state.log.last());
  if (!persistence.has_durable_term) return std::min(persistence.durable.index, in_place);
  // It is still the same entry, and then so is all before it; or it was replaced meanwhile.
  if (state.log.matches(persistence.durable.index, persistence.durable.term))
    return persistence.durable.index;
  return std::min(persistence.durable.index, in_place);
}

inline void on_persisted(State& state, std::uint64_t number) {
  Persistence& persistence = state.persistence;
  while (!persistence.writes.empty() && persistence.writes.front().number <= number) {
    persistence.durable = persistence.writes.front().end;
    persistence.durable_term = persistence.writes.front().term;
    persistence.has_durable_term = true;
    persistence.writes.pop_front();
  }
  if (state.role == Role::leader) advance_commit(state);
}

}  // namespace patina::raft
