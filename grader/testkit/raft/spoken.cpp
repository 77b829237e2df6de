// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/spoken.hpp>

#include <algorithm>
#include <utility>

namespace testkit::raft {
namespace {

Index last_of(const Restored& disk) {
  const Index base = disk.snapshot == nullptr ? Index{0} : disk.snapshot->index;
  return disk.entries.empty() ? base : disk.entries.back().index;
}

std::string on_disk(const Restored& disk) {
  return ", and on its disk are term " + to_string(disk.hard_state.term) + ", vote " +
         to_string(disk.hard_state.vote) + " and entries up to " + to_string(last_of(disk));
}

void look_at(const std::vector<Message>& messages, const Restored& disk) {
  for (const Message& each : messages) {
    const std::string wrong = unfounded(each, disk);
    check(wrong.empty(), wrong);
  }
}

}  // namespace

std::string unfounded(const Message& message, const Restored& disk) {
  const HardState& hard = disk.hard_state;
  const bool is_vote = message.type == MessageType::vote_response && message.is_granted;
  const bool is_candidacy = message.type == MessageType::request_vote;
  const NodeId voted_for = is_candidacy ? message.from : message.to;
  if (is_vote || is_candidacy) {
    const bool is_there = hard.term > message.term ||
                          (hard.term == message.term && hard.vote == voted_for);
    if (is_there) return {};
    return "a vote is on disk before it is said: \"" + patina::raft::describe(message) +
           "\" may leave" + on_disk(disk);
  }
  if (message.type == MessageType::append_response && message.is_granted) {
    if (last_of(disk) >= message.log_index && hard.term >= message.term) return {};
    return "entries are on disk before they are acknowledged: \"" +
           patina::raft::describe(message) + "\" may leave" + on_disk(disk);
  }
  return {};
}

Said begin_to_write(Solo& node) {
  Said said;
  node.sent();
  said.ready = node.ready();
  said.before = node.sent();
  look_at(said.before, node.disk);
  return said;
}

std::vector<Message> end_writing(Solo& node, Said& said) {
  node.finish(said.ready);
  std::vector<Message> after = node.sent();
  look_at(after, node.disk);
  return after;
}

std::vector<Message> spoken(Solo& node) {
  std::vector<Message> all;
  while (node->has_ready()) {
    Said said = begin_to_write(node);
    all.insert(all.end(), said.before.begin(), said.before.end());
    const std::vector<Message> after = end_writing(node, said);
    all.insert(all.end(), after.begin(), after.end());
  }
  return all;
}

bool is_all_written(const Solo& node) {
  const Status status = node.status();
  if (node.disk.hard_state.term != status.term || node.disk.hard_state.vote != status.vote)
    return false;
  // The store may hold more than the log does: what was cut off and not replaced.
  const std::vector<Entry> entries = node.entries();
  if (node.disk.entries.size() < entries.size()) return false;
  return std::equal(entries.begin(), entries.end(), node.disk.entries.begin());
}

}  // namespace testkit::raft
