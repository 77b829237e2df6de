// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What nodes say to each other: one flat struct, so that a message is easy to copy, drop, reorder,
// duplicate and print. Which fields count depends on the type:
//
//   request_vote, pre_vote   log_index, log_term: the candidate's last entry. `term` of a pre_vote
//                            is the term that it would stand in
//   vote_response,           is_granted. `term` of a granted pre_vote_response is the one that was
//   pre_vote_response        asked for, of every other response the sender's own
//   append_entries           log_index, log_term: the entry before `entries`; commit: the leader's
//   append_response          is_granted: log_index is the last entry that agrees with the leader's
//                            not: log_index is the log_index that was refused. hint_term is the
//                            term that the receiver has there, and hint_index its first index of
//                            that term; 0 and its last index + 1 where its log is shorter (3b).
//                            No hint_index: what was refused is the leader's term, not its entries
//   install_snapshot         snapshot; in chunks (3h) that is without its data, of which `chunk` is
//                            the part at `offset`; is_last
//   chunk_response           offset: how much of the snapshot that ends at log_index is there (3h)
//   timeout_now              the receiver is to stand for election at once (3i)
//
// send() of patina/raft/doors.hpp fills in from, term and round.
// Thread rule: a value type.
#pragma once

#include <patina/raft/entry.hpp>
#include <patina/raft/snapshot_data.hpp>
#include <patina/raft/types.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace patina::raft {

enum class MessageType : std::uint8_t {
  request_vote,
  vote_response,
  append_entries,
  append_response,
  install_snapshot,
  pre_vote,
  pre_vote_response,
  timeout_now,
  chunk_response,
};

struct Message {
  // Written out, so that fields are set one by one: of a constant a compiler clears the whole block
  // first, which takes longer.
  Message() {}

  MessageType type{};
  NodeId from;
  NodeId to;
  Term term;
  Index log_index;
  Term log_term;
  Index commit;
  Index hint_index;
  Term hint_term;
  bool is_granted = false;
  std::uint64_t round = 0;    // the leader's count of questions "am I still leader?"; echoed (3e)
  std::uint64_t session = 0;  // since when the receiver is a member; echoed (3f)
  std::uint64_t offset = 0;   // of chunk in the snapshot's data (3h)
  bool is_last = false;
  bool is_transfer = false;  // a request_vote that the leader itself wished for (3i)
  std::vector<Entry> entries;
  SnapshotPtr snapshot;
  Bytes chunk;

  friend bool operator==(const Message&, const Message&) = default;
};

// Of an install_snapshot: one that holds all of its snapshot's data.
inline bool is_whole_snapshot(const Message& m) {
  return m.type == MessageType::install_snapshot && m.offset == 0 && m.chunk.is_empty() &&
         !m.is_last;
}

inline std::string_view name_of(MessageType type) {
  static constexpr std::string_view names[] = {
      "RequestVote",     "VoteResponse", "AppendEntries",   "AppendResponse",
      "InstallSnapshot", "PreVote",      "PreVoteResponse", "TimeoutNow",
      "ChunkResponse"};
  return names[static_cast<int>(type)];
}

// One line with the fields that count, always in the same order:
// "AppendEntries 1>2 term 3 after 7:2 entries 8..9 commit 7".
std::string describe(const Message& message);

namespace detail {

inline std::string position(Index index, Term term) {
  return to_string(index) + ":" + to_string(term);
}

inline std::string describe_append(const Message& m) {
  std::string text = " after " + position(m.log_index, m.log_term);
  if (!m.entries.empty()) {
    text += " entries " + position(m.entries.front().index, m.entries.front().term);
    if (m.entries.size() > 1)
      text += ".." + position(m.entries.back().index, m.entries.back().term);
  }
  return text + " commit " + to_string(m.commit);
}

inline std::string describe_append_response(const Message& m) {
  if (m.is_granted) return " agrees to " + to_string(m.log_index);
  return " refuses " + to_string(m.log_index) + " hint " + position(m.hint_index, m.hint_term);
}

inline std::string describe_snapshot(const Message& m) {
  std::string text;
  if (m.snapshot != nullptr) text += " of " + position(m.snapshot->index, m.snapshot->term);
  if (!is_whole_snapshot(m))
    text += " chunk at " + std::to_string(m.offset) + (m.is_last ? ", the last" : "");
  return text;
}

}  // namespace detail

inline std::string describe(const Message& m) {
  std::string text = std::string(name_of(m.type)) + " " + to_string(m.from) + ">" +
                     to_string(m.to) + " term " + to_string(m.term);
  switch (m.type) {
    case MessageType::request_vote:
    case MessageType::pre_vote:
      return text + " last " + detail::position(m.log_index, m.log_term);
    case MessageType::vote_response:
    case MessageType::pre_vote_response:
      return text + (m.is_granted ? " granted" : " refused");
    case MessageType::append_entries:
      return text + detail::describe_append(m);
    case MessageType::append_response:
      return text + detail::describe_append_response(m);
    case MessageType::install_snapshot:
      return text + detail::describe_snapshot(m);
    case MessageType::timeout_now:
      return text;
    case MessageType::chunk_response:
      return text + " has " + std::to_string(m.offset) + " bytes of " + to_string(m.log_index);
  }
  return text;
}

}  // namespace patina::raft
