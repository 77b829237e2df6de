// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.leader-completeness: what was committed is in the logs of the leaders of all higher terms
// (paper, 5.4 and Figure 3).
#include <testkit/raft/referee.hpp>

#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Index;
using patina::raft::IndexRange;
using patina::raft::Role;

class LeaderCompleteness final : public Rule {
 public:
  explicit LeaderCompleteness(Ledger& ledger) : Rule("raft.leader-completeness", ledger) {}

  void changed(const Seat& seat, const LogChange&) override {
    if (seat.now.role != Role::leader) return;
    if (seat.before.role == Role::leader && seat.before.term == seat.now.term) return;
    compare(seat);
  }

  // Committed only now, by a leader who does not know that there is another.
  void committed(const Seat& by, IndexRange) override {
    for (const Seat& seat : ledger().seats())
      if (seat.node != nullptr && seat.now.role == Role::leader && seat.now.term > by.now.term)
        compare(seat);
  }

 private:
  void compare(const Seat& leader) {
    const TermLog& committed = ledger().committed();
    Index missing = committed.last();
    if (leader.log.has(missing, *committed.term_at(missing))) return;
    while (missing > leader.log.base().index + 1 &&
           !leader.log.has(missing - 1, *committed.term_at(missing - 1)))
      missing = missing - 1;
    broken(name(leader) + " leads term " + to_string(leader.now.term) + " without entry " +
           position(missing, *committed.term_at(missing)) +
           ", which was committed: every later leader has it (paper, 5.4)");
  }
};

}  // namespace

std::unique_ptr<Rule> leader_completeness(Ledger& ledger) {
  return std::make_unique<LeaderCompleteness>(ledger);
}

}  // namespace testkit::raft
