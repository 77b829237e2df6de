// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An entry of the log: a command, and the term in which a leader received it (paper, 5.3).
//
// Thread rule: a value type; copies share the command.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/types.hpp>

#include <string>

namespace patina::raft {

enum class EntryKind : std::uint8_t {
  command,        // for the state machine
  no_op,          // what a new leader begins with (paper, section 8)
  configuration,  // who votes, from this entry on (paper, section 6); task 3f
};

struct Entry {
  Index index;
  Term term;
  Bytes data;
  EntryKind kind = EntryKind::command;

  friend bool operator==(const Entry&, const Entry&) = default;
};

// Where a log ends; what an election compares (paper, 5.4.1).
struct LastEntry {
  Index index;
  Term term;
  friend bool operator==(LastEntry, LastEntry) = default;
};

// "7:2 command x=1": index, term, kind and the first bytes, for traces and failures.
inline std::string describe(const Entry& entry) {
  static constexpr const char* kinds[] = {"command", "no-op", "configuration"};
  std::string text = to_string(entry.index) + ":" + to_string(entry.term) + " " +
                     kinds[static_cast<int>(entry.kind)];
  if (entry.kind != EntryKind::command || entry.data.is_empty()) return text;
  text += ' ';
  for (const char c : entry.data.view().substr(0, 24)) text += c >= ' ' && c <= '~' ? c : '.';
  return text;
}

}  // namespace patina::raft
