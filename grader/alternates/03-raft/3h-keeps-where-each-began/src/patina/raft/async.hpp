// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h, otherwise.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>

namespace patina::raft {

inline void on_ready_taken(State& state, const Ready& ready) {
  const Index kept = ready.is_install ? Index{0} : ready.append.first - 1;
  state.writes.all.push_back({ready.number, state.current_term, kept, state.log.last()});
}

inline Index written_index(const State& state) {
  if (state.persistence.is_install) return {};
  const std::vector<Writes::Each>& all = state.writes.all;
  Index index = std::min(all.front().last, state.log.first_unwritten() - 1);
  for (std::size_t i = 1; i < all.size(); ++i) index = std::min(index, all[i].kept);
  return index;
}

inline void on_written(State& state, std::uint64_t number) {
  std::vector<Writes::Each>& all = state.writes.all;
  const auto behind = std::find_if(all.begin(), all.end(), [number](const Writes::Each& each) {
    return each.number > number;
  });
  if (behind == all.begin()) return;
  all.erase(all.begin(), behind - 1);
  if (state.role == Role::leader) advance_commit(state);
}

inline bool waits_for_write(const State& state, const Message& message) {
  if (message.type == MessageType::pre_vote) return false;
  if (message.type == MessageType::pre_vote_response) return false;
  const bool is_answer = message.type == MessageType::append_response ||
                         message.type == MessageType::vote_response;
  if (is_answer || message.type == MessageType::request_vote) return true;
  return state.writes.all.front().term != state.current_term;
}

}  // namespace patina::raft
