// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.configuration: a leader has at most one configuration in its log that is not committed,
// appends one only after it has committed an entry of its own term, and each shares a voter with
// whatever majority decided on the one before (paper, 6; Ongaro's correction of 2015, raft-dev).
// And the one in force on a node is the last one in its log, at any time (paper, 6).
#include <testkit/raft/referee.hpp>

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <vector>

namespace testkit::raft {
namespace {

using patina::raft::Configuration;
using patina::raft::Entry;
using patina::raft::EntryKind;
using patina::raft::Index;
using patina::raft::NodeId;
using patina::raft::Role;

// A set of nodes, as bits; which bit is whose stands in `nodes`.
using Set = std::uint32_t;

Set set_of(const std::vector<NodeId>& voters, const std::vector<NodeId>& nodes) {
  Set set = 0;
  for (const NodeId voter : voters)
    set |= Set{1} << (std::lower_bound(nodes.begin(), nodes.end(), voter) - nodes.begin());
  return set;
}

struct Majorities {
  Set voters;
  Set old_voters;
  bool is_quorum(Set set) const {
    return 2 * std::popcount(set & voters) > std::popcount(voters) &&
           (old_voters == 0 || 2 * std::popcount(set & old_voters) > std::popcount(old_voters));
  }
};

// Does each quorum of the one share a node with each quorum of the other? Tries all sets of nodes.
bool overlap(const Configuration& left, const Configuration& right) {
  std::vector<NodeId> nodes;
  for (const Configuration* each : {&left, &right})
    for (const auto* list : {&each->voters, &each->old_voters})
      nodes.insert(nodes.end(), list->begin(), list->end());
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  if (nodes.size() > 16) return true;
  const Majorities one{set_of(left.voters, nodes), set_of(left.old_voters, nodes)};
  const Majorities other{set_of(right.voters, nodes), set_of(right.old_voters, nodes)};
  const Set all = (Set{1} << nodes.size()) - 1;
  for (Set set = 0; set <= all; ++set)
    if (one.is_quorum(set) && other.is_quorum(all & ~set)) return false;
  return true;
}

class ConfigurationRule final : public Rule {
 public:
  explicit ConfigurationRule(Ledger& ledger) : Rule("raft.configuration", ledger) {}

  void started(const Seat& seat) override { expect_in_force(seat); }

  void changed(const Seat& seat, const LogChange& change) override {
    for (Index i = change.kept + 1; i <= seat.log.last(); ++i) {
      const Entry& entry = seat.node->entry(i);
      if (entry.kind != EntryKind::configuration) continue;
      const auto configuration = Configuration::decode(entry.data);
      if (!configuration) {
        broken(name(seat) + " has an entry " + describe(entry) + " that holds no configuration");
        continue;
      }
      const bool is_own = seat.now.role == Role::leader && entry.term == seat.now.term;
      if (is_own) expect_own(seat, entry, *configuration);
    }
    const Index seen = seen_[seat.id];
    if (change.kept < seen || ledger().configured(seat, seat.log.last()).index != seen)
      expect_in_force(seat);
  }

  void sweep() override {
    for (const Seat& seat : ledger().seats())
      if (seat.node != nullptr && seat.node->glance() == seat.now) expect_in_force(seat);
  }

 private:
  void expect_in_force(const Seat& seat) {
    const Ledger::Configured last = ledger().configured(seat, seat.log.last());
    seen_[seat.id] = last.index;
    const Configuration in_force = seat.node->status().configuration;
    if (in_force == last.configuration) return;
    broken(name(seat) + " holds \"" + std::string(in_force.encode().view()) +
           "\" in force, but the last one in its log is \"" +
           std::string(last.configuration.encode().view()) + "\", of entry " +
           to_string(last.index) + ": a node uses the latest one in its log (paper, 6)");
  }

  // It may have been committed, the one before, in the same event that appended this one.
  void expect_own(const Seat& seat, const Entry& entry, const Configuration& configuration) {
    const Ledger::Configured previous = ledger().configured(seat, entry.index - 1);
    if (previous.index > seat.now.commit)
      broken(name(seat) + " appends configuration " + to_string(entry.index) + " while " +
             to_string(previous.index) + " is not committed: one at a time (paper, 6)");
    expect_overlap(seat, entry, previous.configuration, configuration);
    const auto term = seat.log.term_at(seat.now.commit);
    if (term && *term < seat.now.term)
      broken(name(seat) + " appends configuration " + to_string(entry.index) + " in term " +
             to_string(seat.now.term) +
             " before it has committed an entry of that term (Ongaro, 2015)");
  }

  void expect_overlap(const Seat& seat, const Entry& entry, const Configuration& previous,
                      const Configuration& next) {
    if (overlap(previous, next)) return;
    broken(name(seat) + " goes from \"" + std::string(previous.encode().view()) + "\" to \"" +
           std::string(next.encode().view()) + "\" with entry " + to_string(entry.index) +
           ": a majority of the one may share nobody with one of the other (paper, 6)");
  }

  std::map<NodeId, Index> seen_;  // the entry whose configuration was in force at the last look
};

}  // namespace

std::unique_ptr<Rule> configuration(Ledger& ledger) {
  return std::make_unique<ConfigurationRule>(ledger);
}

}  // namespace testkit::raft
