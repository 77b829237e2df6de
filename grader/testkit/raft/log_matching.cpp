// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.log-matching: if two logs have an entry with the same index and term, they are equal up to
// it (paper, 5.3 and Figure 3).
//
// Each (index, term) that was ever seen in a log is kept with its command and the term before it.
// If these agree for all entries of two logs, then so do the logs, by induction from the front.
#include <testkit/raft/referee.hpp>

#include <string>
#include <vector>

namespace testkit::raft {
namespace {

using patina::raft::Bytes;
using patina::raft::Entry;
using patina::raft::EntryKind;
using patina::raft::Index;
using patina::raft::NodeId;
using patina::raft::Term;

class LogMatching final : public Rule {
 public:
  explicit LogMatching(Ledger& ledger) : Rule("raft.log-matching", ledger) {}

  void started(const Seat& seat) override { compare(seat, seat.log.base().index); }
  void changed(const Seat& seat, const LogChange& change) override {
    if (change.kept < seat.log.last()) compare(seat, change.kept);
  }
  void sweep() override {
    for (const Seat& seat : ledger().seats())
      if (seat.node != nullptr) compare(seat, seat.log.base().index);
  }

 private:
  struct Known {
    Term term;
    Term term_before;
    EntryKind kind;
    NodeId seen_at;
    Bytes data;
  };

  void compare(const Seat& seat, Index behind) {
    for (Index i = behind + 1; i <= seat.log.last(); ++i)
      compare(seat, seat.node->entry(i), *seat.log.term_at(i - 1));
  }

  void compare(const Seat& seat, const Entry& entry, Term term_before) {
    if (entry.index.value() >= known_.size()) known_.resize(entry.index.value() + 1);
    std::vector<Known>& all = known_[entry.index.value()];
    for (const Known& known : all) {
      if (known.term != entry.term) continue;
      if (known.term_before != term_before) {
        tell(seat, entry, known, "the entries before it are of different terms");
      } else if (known.kind != entry.kind || !(known.data == entry.data)) {
        tell(seat, entry, known, "the commands in it are different");
      }
      return;
    }
    all.push_back({entry.term, term_before, entry.kind, seat.id, entry.data});
  }

  void tell(const Seat& seat, const Entry& entry, const Known& known, const char* difference) {
    broken(name(seat) + " has an entry " + position(entry.index, entry.term) + ", as node " +
           to_string(known.seen_at) + " had before, but " + difference +
           ": same index and term, same log up to there (paper, 5.3)");
  }

  std::vector<std::vector<Known>> known_;  // by index
};

}  // namespace

std::unique_ptr<Rule> log_matching(Ledger& ledger) { return std::make_unique<LogMatching>(ledger); }

}  // namespace testkit::raft
