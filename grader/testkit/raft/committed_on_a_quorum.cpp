// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.committed-on-a-quorum: an entry is committed only once a majority has it, on disk where
// there are disks (paper, 5.3), and from then on nobody who has it drops it. In joint consensus it
// takes two majorities (paper, 6). This breaks long before two state machines differ.
//
// Whose majority: that of the configuration which was the last one in the log of whoever counted.
// It may have appended a newer one in the same event; but only after the one before was committed,
// and that one under its own majorities.
#include <testkit/raft/referee.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace testkit::raft {
namespace {

using patina::raft::Configuration;
using patina::raft::Index;
using patina::raft::IndexRange;
using patina::raft::NodeId;
using patina::raft::Term;

class CommittedOnAQuorum final : public Rule {
 public:
  explicit CommittedOnAQuorum(Ledger& ledger) : Rule("raft.committed-on-a-quorum", ledger) {}

  // Of logs that match, whoever has the last one has them all.
  void committed(const Seat& seat, IndexRange range) override {
    const Ledger::Configured newest = ledger().configured(seat, seat.now.last.index);
    const bool is_fresh = newest.index > std::max(range.last, seat.before.last.index);
    if (!is_fresh) {
      expect(seat, lacking(newest.configuration, range.last));
    } else {
      const Ledger::Configured older = ledger().configured(seat, newest.index - 1);
      const std::string missing = lacking(older.configuration, range.last);
      if (!missing.empty() && !lacking(newest.configuration, range.last).empty())
        expect(seat, missing);
    }
    for (const auto& [index, configuration] : seat.configurations)
      if (index >= range.first && index <= range.last && index < newest.index)
        expect(seat, lacking(configuration, index));
  }

  void changed(const Seat& seat, const LogChange& change) override {
    if (!change.is_truncated()) return;
    const Index gone = change.kept + 1;
    const TermLog& committed = ledger().committed();
    if (gone > committed.last() || committed.term_at(gone) != change.gone_term) return;
    if (gone <= seat.now.base.index) return;
    broken(name(seat) + " drops entry " + position(gone, change.gone_term) +
           " from its log, which was committed (paper, 5.3)");
  }

 private:
  void expect(const Seat& seat, const std::string& missing) {
    if (!missing.empty()) broken(name(seat) + " holds " + missing);
  }

  // What is missing for this entry to be committed; nothing if nothing is.
  std::string lacking(const Configuration& configuration, Index index) {
    std::string missing = lacking(configuration.voters, index);
    if (missing.empty() && configuration.is_joint())
      missing = lacking(configuration.old_voters, index);
    return missing;
  }

  std::string lacking(const std::vector<NodeId>& voters, Index index) {
    const Term term = *ledger().committed().term_at(index);
    std::string holders;
    std::size_t count = 0;
    for (const NodeId voter : voters) {
      if (!ledger().holds(voter, index, term)) continue;
      ++count;
      holders += (holders.empty() ? "" : ", ") + to_string(voter);
    }
    if (2 * count > voters.size()) return {};
    return position(index, term) + " for committed, but of " + std::to_string(voters.size()) +
           " voters only " + std::to_string(count) +
           (ledger().has_disks() ? " have it on disk" : " have it") +
           (holders.empty() ? "" : " (" + holders + ")") + ": it takes a majority (paper, 5.3)";
  }
};

}  // namespace

std::unique_ptr<Rule> committed_on_a_quorum(Ledger& ledger) {
  return std::make_unique<CommittedOnAQuorum>(ledger);
}

}  // namespace testkit::raft
