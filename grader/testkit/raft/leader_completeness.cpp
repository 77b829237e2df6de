// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.leader-completeness: what was committed is in the logs of the leaders of all higher terms
// (paper, 5.4 and Figure 3).
#include <testkit/raft/referee.hpp>

#include <string>
#include <vector>

namespace testkit::raft {
namespace {

using patina::raft::Index;
using patina::raft::IndexRange;
using patina::raft::Role;
using patina::raft::Term;

class LeaderCompleteness final : public Rule {
 public:
  explicit LeaderCompleteness(Ledger& ledger) : Rule("raft.leader-completeness", ledger) {}

  void changed(const Seat& seat, const LogChange&) override {
    if (seat.now.role != Role::leader) return;
    if (seat.before.role == Role::leader && seat.before.term == seat.now.term) return;
    compare(seat);
  }

  // Committed only now, by a leader who does not know that there is another.
  void committed(const Seat& by, IndexRange range) override {
    known_in_.resize(range.last.value() + 1);
    for (Index i = range.first; i <= range.last; ++i) known_in_[i.value()] = by.now.term;
    for (const Seat& seat : ledger().seats())
      if (seat.node != nullptr && seat.now.role == Role::leader && seat.now.term > by.now.term)
        compare(seat);
  }

 private:
  // A leader of a lower term, elected by votes that were long under way, need not have it.
  bool must_have(const Seat& leader, Index index) const {
    return index.value() < known_in_.size() && known_in_[index.value()] < leader.now.term;
  }

  void compare(const Seat& leader) {
    const TermLog& committed = ledger().committed();
    const Index base = leader.log.base().index;
    Index missing = committed.last();
    while (missing > base && !must_have(leader, missing)) missing = missing - 1;
    if (missing <= base || leader.log.has(missing, *committed.term_at(missing))) return;
    while (missing > base + 1 && must_have(leader, missing - 1) &&
           !leader.log.has(missing - 1, *committed.term_at(missing - 1)))
      missing = missing - 1;
    broken(name(leader) + " leads term " + to_string(leader.now.term) + " without entry " +
           position(missing, *committed.term_at(missing)) +
           ", which was committed: every later leader has it (paper, 5.4)");
  }

  std::vector<Term> known_in_;  // by index: the term of the first who held it for committed
};

}  // namespace

std::unique_ptr<Rule> leader_completeness(Ledger& ledger) {
  return std::make_unique<LeaderCompleteness>(ledger);
}

}  // namespace testkit::raft
