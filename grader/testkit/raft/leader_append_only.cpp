// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.leader-append-only: a leader never overwrites or deletes entries in its log; it only appends
// (paper, 5.3 and Figure 3).
#include <testkit/raft/referee.hpp>

#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Role;

class LeaderAppendOnly final : public Rule {
 public:
  explicit LeaderAppendOnly(Ledger& ledger) : Rule("raft.leader-append-only", ledger) {}

  void changed(const Seat& seat, const LogChange& change) override {
    if (seat.now.role != Role::leader || seat.before.role != Role::leader) return;
    if (seat.now.term != seat.before.term || !change.is_truncated()) return;
    broken(name(seat) + " leads term " + to_string(seat.now.term) + " and has dropped " +
           position(change.kept + 1, change.gone_term) +
           " from its log: a leader only appends (paper, 5.3)");
  }
};

}  // namespace

std::unique_ptr<Rule> leader_append_only(Ledger& ledger) {
  return std::make_unique<LeaderAppendOnly>(ledger);
}

}  // namespace testkit::raft
