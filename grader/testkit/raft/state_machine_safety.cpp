// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.state-machine-safety: all state machines are given the same entries in the same order, each
// once and without a gap, and give the same answers (paper, 5.4.3 and Figure 3). What nodes hold
// for committed is compared by the referee, under the same rule.
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
using patina::raft::Snapshot;
using patina::raft::Term;

class StateMachineSafety final : public Rule {
 public:
  explicit StateMachineSafety(Ledger& ledger) : Rule("raft.state-machine-safety", ledger) {}

  void applied(const Seat& seat, const Entry& entry, const Bytes& answer) override {
    if (entry.index != seat.applied + 1)
      return broken(name(seat) + " applies entry " + to_string(entry.index) + " after entry " +
                    to_string(seat.applied) + ": each is applied once, in order (paper, 5.3)");
    if (entry.index.value() >= first_.size()) first_.resize(entry.index.value() + 1);
    First& first = first_[entry.index.value()];
    if (first.by == patina::raft::no_node) {
      first = {seat.id, entry.term, entry.kind, entry.data, answer};
    } else if (first.term != entry.term || first.kind != entry.kind ||
               !(first.data == entry.data)) {
      tell(seat, entry, first, "another entry, " + position(entry.index, first.term));
    } else if (!(first.answer == answer)) {
      tell(seat, entry, first, "the same one, and its state machine gave another answer");
    }
  }

  void installed(const Seat& seat, const Snapshot& snapshot) override {
    if (snapshot.index <= seat.applied)
      broken(name(seat) + " goes back from entry " + to_string(seat.applied) +
             " to a snapshot of entry " + to_string(snapshot.index) + " (paper, 7)");
  }

 private:
  struct First {
    NodeId by;
    Term term;
    EntryKind kind{};
    Bytes data;
    Bytes answer;
  };

  void tell(const Seat& seat, const Entry& entry, const First& first, const std::string& what) {
    broken(name(seat) + " applies " + describe(entry) + ", and node " + to_string(first.by) +
           " has applied " + what + ": all apply the same (paper, Figure 3)");
  }

  std::vector<First> first_;  // by index
};

}  // namespace

std::unique_ptr<Rule> state_machine_safety(Ledger& ledger) {
  return std::make_unique<StateMachineSafety>(ledger);
}

}  // namespace testkit::raft
