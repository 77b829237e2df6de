// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Messages, entries and configurations in few words, for tests of one node.
//
// Interface:
//   vote_request(2, 3, {5, 2})            node 2 stands in term 3, its log ends with 5:2
//   vote(2, 3), no_vote(2, 3)             node 2's answers in term 3
//   append(1, 3, {4, 2}, log(5, {3, 3}), 4)   from leader 1 in term 3, after 4:2, commit 4
//   accept(2, 3, 6), refuse(2, 3, 6, {4, 2})  node 2 agrees up to 6; refused 6, hint 4:2
//   install(1, 3, snapshot)
//   entry(5, 2, "x"), log(5, {2, 3})      entries from index 5 on, of these terms
// The receiver is filled in by Solo::receive. Plain numbers are taken here, and only here: each
// place has its meaning by its name. Thread rule: pure functions.
#pragma once

#include <testkit/raft/replica.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::raft {

struct At {  // a position in a log
  std::uint64_t index = 0;
  std::uint64_t term = 0;

  LastEntry entry() const { return {Index{index}, Term{term}}; }
};

inline Message message(MessageType type, std::uint64_t from, std::uint64_t term) {
  Message result;
  result.type = type;
  result.from = NodeId{from};
  result.term = Term{term};
  return result;
}

// Elections --------------------------------------------------------------------------------------

inline Message ballot(MessageType type, std::uint64_t from, std::uint64_t term, At last) {
  Message result = message(type, from, term);
  result.log_index = Index{last.index};
  result.log_term = Term{last.term};
  return result;
}
inline Message vote_request(std::uint64_t from, std::uint64_t term, At last = {}) {
  return ballot(MessageType::request_vote, from, term, last);
}
inline Message pre_vote_request(std::uint64_t from, std::uint64_t term, At last = {}) {
  return ballot(MessageType::pre_vote, from, term, last);
}
inline Message answer(MessageType type, std::uint64_t from, std::uint64_t term, bool is_granted) {
  Message result = message(type, from, term);
  result.is_granted = is_granted;
  return result;
}
inline Message vote(std::uint64_t from, std::uint64_t term) {
  return answer(MessageType::vote_response, from, term, true);
}
inline Message no_vote(std::uint64_t from, std::uint64_t term) {
  return answer(MessageType::vote_response, from, term, false);
}
inline Message pre_vote(std::uint64_t from, std::uint64_t term) {
  return answer(MessageType::pre_vote_response, from, term, true);
}
inline Message no_pre_vote(std::uint64_t from, std::uint64_t term) {
  return answer(MessageType::pre_vote_response, from, term, false);
}

// Logs -------------------------------------------------------------------------------------------

inline Entry entry(std::uint64_t index, std::uint64_t term, std::string_view command) {
  return {Index{index}, Term{term}, Bytes(command), patina::raft::EntryKind::command};
}
// Entries first, first + 1, ... of these terms. Their commands say where and when: "5:2".
inline std::vector<Entry> log(std::uint64_t first, const std::vector<std::uint64_t>& terms) {
  std::vector<Entry> entries;
  for (const std::uint64_t term : terms) {
    const std::uint64_t index = first + entries.size();
    entries.push_back(entry(index, term, std::to_string(index) + ":" + std::to_string(term)));
  }
  return entries;
}

inline Message append(std::uint64_t from, std::uint64_t term, At previous = {},
                      std::vector<Entry> entries = {}, std::uint64_t commit = 0) {
  Message result = ballot(MessageType::append_entries, from, term, previous);
  result.entries = std::move(entries);
  result.commit = Index{commit};
  return result;
}
inline Message accept(std::uint64_t from, std::uint64_t term, std::uint64_t up_to) {
  Message result = answer(MessageType::append_response, from, term, true);
  result.log_index = Index{up_to};
  return result;
}
inline Message refuse(std::uint64_t from, std::uint64_t term, std::uint64_t refused, At hint = {}) {
  Message result = answer(MessageType::append_response, from, term, false);
  result.log_index = Index{refused};
  result.hint_index = Index{hint.index};
  result.hint_term = Term{hint.term};
  return result;
}

inline Configuration voters(const std::vector<std::uint64_t>& numbers) {
  Configuration configuration;
  for (const std::uint64_t number : numbers) configuration.voters.push_back(NodeId{number});
  return configuration;
}
// Voters 1, 2, ..., count.
inline Configuration voters_up_to(std::uint64_t count) {
  Configuration configuration;
  for (std::uint64_t number = 1; number <= count; ++number)
    configuration.voters.push_back(NodeId{number});
  return configuration;
}

inline patina::raft::SnapshotPtr snapshot(At last, Configuration configuration,
                                          std::string_view data) {
  return std::make_shared<patina::raft::Snapshot>(patina::raft::Snapshot{
      Index{last.index}, Term{last.term}, std::move(configuration), Bytes(data)});
}
inline Message install(std::uint64_t from, std::uint64_t term, patina::raft::SnapshotPtr taken) {
  Message result = message(MessageType::install_snapshot, from, term);
  result.snapshot = std::move(taken);
  return result;
}

}  // namespace testkit::raft
