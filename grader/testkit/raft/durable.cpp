// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.durable: what was synced is there after a restart: term, vote, and every entry (paper,
// Figure 2, "Persistent state"). Of a node that crashed while it was writing only what was
// committed is asked for: it may have been about to replace the rest.
#include <testkit/raft/referee.hpp>

#include <algorithm>
#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Index;

class Durable final : public Rule {
 public:
  explicit Durable(Ledger& ledger) : Rule("raft.durable", ledger) {}

  void started(const Seat& seat) override {
    if (!ledger().has_disks()) return;
    const Image& disk = seat.durable;
    if (seat.now.term < disk.term)
      return tell(seat, "in term " + to_string(seat.now.term) + ", though it had synced term " +
                            to_string(disk.term));
    if (seat.now.term == disk.term && disk.vote != patina::raft::no_node &&
        seat.now.vote != disk.vote)
      return tell(seat, "without its vote for node " + to_string(disk.vote) + " in term " +
                            to_string(disk.term));
    Index last = disk.log.last();
    if (seat.is_torn) last = std::min(last, ledger().committed().last());
    const auto term = disk.log.term_at(last);
    if (!term || seat.log.has(last, *term)) return;
    if (seat.is_torn && ledger().committed().term_at(last) != term) return;
    tell(seat, "with a log that ends with " +
                   position(seat.now.last.index, seat.now.last.term) + ", though it had synced " +
                   position(last, *term));
  }

 private:
  void tell(const Seat& seat, const std::string& how) {
    broken(name(seat) + " comes back " + how + " (paper, Figure 2)");
  }
};

}  // namespace

std::unique_ptr<Rule> durable(Ledger& ledger) { return std::make_unique<Durable>(ledger); }

}  // namespace testkit::raft
