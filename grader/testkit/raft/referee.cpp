// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/referee.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {

using patina::raft::Bytes;
using patina::raft::Entry;
using patina::raft::Glance;
using patina::raft::Index;
using patina::raft::IndexRange;
using patina::raft::Message;
using patina::raft::Node;
using patina::raft::NodeId;
using patina::raft::Ready;
using patina::raft::Snapshot;

Referee::Referee(std::uint32_t nodes, bool has_disks, Ledger::Broken broken)
    : ledger_(nodes, has_disks, std::move(broken)) {
  for (const auto make :
       {monotonic, one_vote, durable, election_safety, leader_append_only, log_matching,
        committed_on_a_quorum, commits_own_term, leader_completeness, state_machine_safety,
        persist_before_send, configuration})
    rules_.push_back(make(ledger_));
}

// What survived the crash is on disk from now on, synced before or not.
void Referee::started(NodeId id, const Node& node) {
  Seat& seat = ledger_.seat(id);
  seat.node = &node;
  seat.before = seat.now = node.glance();
  seat.applied = seat.now.applied;
  seat.log.reset(seat.now.base);
  seat.configurations.clear();
  if (!seat.first) seat.first = node.status().configuration;
  Ledger::follow(seat);
  for (const auto& rule : rules_) rule->started(seat);
  seat.durable = {seat.now.term, seat.now.vote, seat.log};
  seat.unsynced.clear();
  // What it has committed and written in the very event in which it crashed, as a voter that is
  // alone may.
  if (seat.now.commit <= ledger_.committed().last()) return;
  seat.before.commit = std::max(ledger_.committed().last(), seat.now.base.index);
  commit(seat);
  seat.before = seat.now;
}

void Referee::crashed(NodeId id) {
  Seat& seat = ledger_.seat(id);
  if (seat.node == nullptr) return;
  seat.is_torn = !seat.unsynced.empty() || seat.node->glance() != seat.now;
  seat.node = nullptr;
}

void Referee::reformatted(NodeId id) {
  Seat& seat = ledger_.seat(id);
  seat.durable = {};
  seat.log.reset({});
}

void Referee::change(Seat& seat, const Glance& now) {
  seat.before = std::exchange(seat.now, now);
  const LogChange change = Ledger::follow(seat);
  for (const auto& rule : rules_) rule->changed(seat, change);
  if (seat.now.commit > seat.before.commit) commit(seat);
}

// Of what a snapshot stands for, only the last entry can be seen; therefore one looks before
// entries are applied, and not only after an event in which they may also have been compacted away.
void Referee::commit(Seat& seat) {
  TermLog& committed = ledger_.committed();
  IndexRange fresh{committed.last() + 1, committed.last()};
  for (Index i = std::max(seat.before.commit + 1, seat.now.base.index); i <= seat.now.commit; ++i) {
    const auto term = seat.log.term_at(i);
    if (!term || i > committed.last() + 1) break;
    if (i <= committed.last()) {
      if (*term == *committed.term_at(i)) continue;
      return ledger_.broken(
          "raft.state-machine-safety",
          name(seat) + " holds " + position(i, *term) + " for committed, but " +
              position(i, *committed.term_at(i)) +
              " was committed before: a committed entry is never lost (paper, Figure 3)");
    }
    committed.append(*term);
    fresh.last = i;
  }
  if (seat.now.commit > committed.last())
    return ledger_.broken("raft.state-machine-safety",
                          name(seat) + " has a snapshot up to " + to_string(seat.now.base.index) +
                              ", but only entries up to " + to_string(committed.last()) +
                              " were committed (paper, 7)");
  if (fresh.is_empty()) return;
  for (const auto& [index, configuration] : seat.configurations)
    if (index >= fresh.first && index <= fresh.last)
      ledger_.committed_configurations().insert_or_assign(index, configuration);
  for (const auto& rule : rules_) rule->committed(seat, fresh);
}

void Referee::sent(const Message& message) {
  const Seat& seat = ledger_.seat(message.from);
  for (const auto& rule : rules_) rule->sent(seat, message);
}

void Referee::synced(NodeId id, const Ready& ready) {
  written(id, ready);
  persisted(id, ready);
}

void Referee::written(NodeId id, const Ready& ready) {
  if (ledger_.has_disks()) Ledger::write(ledger_.seat(id), ready);
}

// One that asked for no sync may still be on its way; the next one that did takes it along.
void Referee::persisted(NodeId id, const Ready& ready) {
  if (ledger_.has_disks() && ready.must_sync) Ledger::sync(ledger_.seat(id), ready.number);
}

void Referee::applied(NodeId id, const Entry& entry, const Bytes& answer) {
  looked(id);
  Seat& seat = ledger_.seat(id);
  for (const auto& rule : rules_) rule->applied(seat, entry, answer);
  seat.applied = entry.index;
}

void Referee::installed(NodeId id, const Snapshot& snapshot) {
  looked(id);
  Seat& seat = ledger_.seat(id);
  for (const auto& rule : rules_) rule->installed(seat, snapshot);
  seat.applied = snapshot.index;
}

void Referee::sweep() {
  for (const auto& rule : rules_) rule->sweep();
}

}  // namespace testkit::raft
