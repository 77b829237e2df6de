// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.monotonic: of one node, from one start to the next crash: term, commit and applied never
// fall, and snapshot, applied <= commit <= last (paper, Figure 2).
#include <testkit/raft/referee.hpp>

#include <string>

namespace testkit::raft {
namespace {

class Monotonic final : public Rule {
 public:
  explicit Monotonic(Ledger& ledger) : Rule("raft.monotonic", ledger) {}

  void changed(const Seat& seat, const LogChange&) override {
    const patina::raft::Glance& before = seat.before;
    const patina::raft::Glance& now = seat.now;
    if (now.term < before.term) fell(seat, "current_term", before.term, now.term);
    if (now.commit < before.commit) fell(seat, "commit_index", before.commit, now.commit);
    if (now.applied < before.applied) fell(seat, "last_applied", before.applied, now.applied);
    if (now.base.index > now.commit) tell(seat, "a snapshot holds only what was committed");
    if (now.applied > now.commit) tell(seat, "only what is committed is applied");
    if (now.commit > now.last.index) tell(seat, "only what is in the log is committed");
  }

 private:
  template <class Number>
  void fell(const Seat& seat, const char* what, Number from, Number to) {
    broken("of " + name(seat) + " " + what + " falls from " + to_string(from) + " to " +
           to_string(to) + " (paper, Figure 2)");
  }

  void tell(const Seat& seat, const char* sentence) {
    const patina::raft::Glance& now = seat.now;
    broken(name(seat) + " has a snapshot of " + to_string(now.base.index) + ", applied " +
           to_string(now.applied) + ", commit " + to_string(now.commit) + " and last entry " +
           to_string(now.last.index) + ": " + sentence + " (paper, Figure 2)");
  }
};

}  // namespace

std::unique_ptr<Rule> monotonic(Ledger& ledger) { return std::make_unique<Monotonic>(ledger); }

}  // namespace testkit::raft
