// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.commits-own-term: a leader commits by counting replicas only entries of its own term; older
// ones are committed along with those (paper, 5.4.2 and Figure 8).
#include <testkit/raft/referee.hpp>

#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Role;

class CommitsOwnTerm final : public Rule {
 public:
  explicit CommitsOwnTerm(Ledger& ledger) : Rule("raft.commits-own-term", ledger) {}

  void changed(const Seat& seat, const LogChange&) override {
    if (seat.now.commit <= seat.before.commit) return;
    if (seat.now.role != Role::leader || seat.before.role != Role::leader) return;
    const auto term = seat.log.term_at(seat.now.commit);
    if (seat.now.term != seat.before.term || !term || *term == seat.now.term) return;
    broken(name(seat) + " leads term " + to_string(seat.now.term) + " and commits " +
           position(seat.now.commit, *term) +
           ", of an older term, by counting: a later leader may still overwrite it (paper, 5.4.2)");
  }
};

}  // namespace

std::unique_ptr<Rule> commits_own_term(Ledger& ledger) {
  return std::make_unique<CommitsOwnTerm>(ledger);
}

}  // namespace testkit::raft
