// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hints of indexes alone; the first entry that differs is looked for before anything is changed.
#pragma once

#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline void on_append_entries(State& state, const Message& message) {
  Message answer;
  answer.type = MessageType::append_response;
  answer.to = message.from;
  const Index base = state.log.base().index;
  const auto term = state.log.term_at(message.log_index);
  if (message.log_index >= base && term != message.log_term) {
    answer.log_index = message.log_index;
    answer.hint_index = std::min(message.log_index, state.log.last() + 1);
    while (term && answer.hint_index > state.commit_index + 1 &&
           state.log.matches(answer.hint_index - 1, *term))
      answer.hint_index = answer.hint_index - 1;
    return send(state, std::move(answer));
  }
  const auto differs =
      std::find_if(message.entries.begin(), message.entries.end(), [&](const Entry& entry) {
        return entry.index > base && !state.log.matches(entry.index, entry.term);
      });
  if (differs != message.entries.end() && differs->index <= state.log.last())
    truncate_log(state, differs->index);
  std::for_each(differs, message.entries.end(),
                [&](const Entry& entry) { append_to_log(state, entry); });

  const Index last = message.log_index + message.entries.size();
  if (std::min(message.commit, last) > state.commit_index)
    state.commit_index = std::min(message.commit, last);
  answer.is_granted = true;
  answer.log_index = std::max(last, base);
  send(state, std::move(answer));
}

}  // namespace patina::raft
