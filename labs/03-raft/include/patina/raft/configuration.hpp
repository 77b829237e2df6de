// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Who votes: the voters, in a change also the voters before it, and learners who only listen.
//
// Interface:
//   Configuration{{1, 2, 3}}           three voters
//   is_joint()                         between two configurations: both must agree (paper, 6)
//   is_voter(node), is_learner(node), has(node)
//   everyone()                         all of them, ascending, each once
//   agrees(yes)                        does a majority of the voters say yes; of both, where joint?
//   encode(), decode(bytes)            as it stands in an entry and in a snapshot
//
// Invariants: each list is ascending and without repeats; nobody is in `voters` and a learner. (Who
// is in `old_voters` and a learner will be one when the change is done.)
// Thread rule: a value type.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/types.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace patina::raft {

struct Configuration {
  std::vector<NodeId> voters;
  std::vector<NodeId> old_voters;  // not empty: joint consensus, both majorities are needed
  std::vector<NodeId> learners;

  bool is_joint() const { return !old_voters.empty(); }
  bool is_voter(NodeId node) const {
    return std::binary_search(voters.begin(), voters.end(), node) ||
           std::binary_search(old_voters.begin(), old_voters.end(), node);
  }
  bool is_learner(NodeId node) const {
    return std::binary_search(learners.begin(), learners.end(), node);
  }
  bool has(NodeId node) const { return is_voter(node) || is_learner(node); }

  std::vector<NodeId> everyone() const {
    std::vector<NodeId> all = voters;
    all.insert(all.end(), old_voters.begin(), old_voters.end());
    all.insert(all.end(), learners.begin(), learners.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  // `yes` is asked of each voter: bool(NodeId). An empty set of voters agrees to nothing.
  template <class Yes>
  bool agrees(Yes&& yes) const {
    const auto has_majority = [&yes](const std::vector<NodeId>& set) {
      std::size_t count = 0;
      for (const NodeId node : set) count += yes(node) ? 1 : 0;
      return count > set.size() / 2;
    };
    return has_majority(voters) && (!is_joint() || has_majority(old_voters));
  }

  // Text, so that a dump of a log can be read: "voters 1 2 3 old 1 2 learners 4".
  Bytes encode() const {
    std::string text = "voters";
    for (const NodeId node : voters) text += " " + to_string(node);
    text += " old";
    for (const NodeId node : old_voters) text += " " + to_string(node);
    text += " learners";
    for (const NodeId node : learners) text += " " + to_string(node);
    return Bytes(text);
  }

  // Returns nothing where the bytes were not written by encode().
  static std::optional<Configuration> decode(const Bytes& bytes);

  friend bool operator==(const Configuration&, const Configuration&) = default;
};

inline std::optional<Configuration> Configuration::decode(const Bytes& bytes) {
  Configuration result;
  std::vector<NodeId>* list = nullptr;
  std::string_view rest = bytes.view();
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (word == "voters") {
      list = &result.voters;
    } else if (word == "old") {
      list = &result.old_voters;
    } else if (word == "learners") {
      list = &result.learners;
    } else {
      std::uint64_t number = 0;
      for (const char c : word) {
        if (c < '0' || c > '9' || list == nullptr) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
      }
      if (word.empty()) return std::nullopt;
      list->push_back(NodeId{number});
    }
  }
  if (list != &result.learners) return std::nullopt;
  return result;
}

}  // namespace patina::raft
