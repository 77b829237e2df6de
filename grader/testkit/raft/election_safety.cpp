// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.election-safety: at most one leader in a term (paper, 5.2 and Figure 3), over all time. Who
// sends what only a leader may send holds itself for one.
#include <testkit/raft/referee.hpp>

#include <map>
#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Message;
using patina::raft::MessageType;
using patina::raft::NodeId;
using patina::raft::Role;
using patina::raft::Term;

class ElectionSafety final : public Rule {
 public:
  explicit ElectionSafety(Ledger& ledger) : Rule("raft.election-safety", ledger) {}

  void changed(const Seat& seat, const LogChange&) override {
    if (seat.now.role == Role::leader) lead(seat, seat.now.term);
  }
  void sent(const Seat& seat, const Message& message) override {
    if (message.type == MessageType::append_entries ||
        message.type == MessageType::install_snapshot)
      lead(seat, message.term);
  }

 private:
  void lead(const Seat& seat, Term term) {
    if (term == last_term_ && seat.id == last_leader_) return;
    const NodeId leader = leaders_.try_emplace(term, seat.id).first->second;
    last_term_ = term;
    last_leader_ = leader;
    if (leader == seat.id) return;
    broken(name(seat) + " leads term " + to_string(term) + ", and so does node " +
           to_string(leader) + ": a term has at most one leader (paper, 5.2)");
  }

  std::map<Term, NodeId> leaders_;
  Term last_term_;  // the one most often asked for
  NodeId last_leader_;
};

}  // namespace

std::unique_ptr<Rule> election_safety(Ledger& ledger) {
  return std::make_unique<ElectionSafety>(ledger);
}

}  // namespace testkit::raft
