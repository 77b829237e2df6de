// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.one-vote: a node votes for at most one candidate in a term, also if it crashes in between
// (paper, 5.2). A candidate has voted for itself.
#include <testkit/raft/referee.hpp>

#include <string>
#include <vector>

namespace testkit::raft {
namespace {

using patina::raft::Message;
using patina::raft::MessageType;
using patina::raft::NodeId;
using patina::raft::Term;

class OneVote final : public Rule {
 public:
  explicit OneVote(Ledger& ledger)
      : Rule("raft.one-vote", ledger), given_(ledger.seats().size() + 1) {}

  // Without a disk it comes back as another node.
  void started(const Seat& seat) override {
    if (!ledger().has_disks()) given_[seat.id.value()] = {};
  }

  void changed(const Seat& seat, const LogChange&) override {
    const patina::raft::Glance& before = seat.before;
    const patina::raft::Glance& now = seat.now;
    if (now.term == before.term && now.vote != before.vote &&
        before.vote != patina::raft::no_node)
      tell(seat, now.term, before.vote, now.vote);
  }

  void sent(const Seat& seat, const Message& message) override {
    if (message.type == MessageType::request_vote) {
      give(seat, message.term, seat.id);
    } else if (message.type == MessageType::vote_response && message.is_granted) {
      give(seat, message.term, message.to);
    }
  }

 private:
  struct Given {
    Term term;
    NodeId to;
  };

  void give(const Seat& seat, Term term, NodeId to) {
    Given& last = given_[seat.id.value()];
    if (term < last.term) return;
    if (term == last.term && to != last.to) return tell(seat, term, last.to, to);
    last = {term, to};
  }

  void tell(const Seat& seat, Term term, NodeId first, NodeId second) {
    broken(name(seat) + " voted for node " + to_string(first) + " in term " + to_string(term) +
           ", and votes for " +
           (second == patina::raft::no_node ? "nobody" : "node " + to_string(second)) +
           " now: it has one vote a term (paper, 5.2)");
  }

  std::vector<Given> given_;  // the last vote of each node, as others were told
};

}  // namespace

std::unique_ptr<Rule> one_vote(Ledger& ledger) { return std::make_unique<OneVote>(ledger); }

}  // namespace testkit::raft
