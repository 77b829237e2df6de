// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <patina/raft/ready.hpp>

#include <string>

namespace testkit::raft {

using patina::raft::to_string;

std::string_view name_of(patina::raft::Refusal refusal) {
  static constexpr std::string_view names[] = {"taken",        "not leader", "overloaded",
                                               "transferring", "busy",       "invalid"};
  return names[static_cast<int>(refusal)];
}

std::string describe(const patina::raft::Glance& glance) {
  const bool is_empty = glance.last.index == glance.base.index;
  const std::string log = to_string(glance.base.index + 1) + ".." + to_string(glance.last.index) +
                          ":" + to_string(glance.last.term);
  return std::string(name_of(glance.role)) + " term " + to_string(glance.term) + " vote " +
         to_string(glance.vote) + " log " + (is_empty ? "empty" : log) + " commit " +
         to_string(glance.commit) + " applied " + to_string(glance.applied);
}

std::string describe(const patina::raft::Status& status) {
  const patina::raft::Glance glance{status.role,    status.term,
                                    status.vote,    status.leader,
                                    status.commit,  status.applied,
                                    {status.snapshot_index, status.snapshot_term},
                                    status.last};
  return "node " + to_string(status.id) + " " + describe(glance) + " " +
         std::string(status.configuration.encode().view());
}

std::string describe(const patina::raft::Proposed& proposed) {
  if (!proposed.is_taken()) return "refused: " + std::string(name_of(proposed.refusal));
  return "taken as " + to_string(proposed.first) + ".." + to_string(proposed.last) + " in term " +
         to_string(proposed.term);
}

}  // namespace testkit::raft
