// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The referee: judges a cluster by Raft's properties, after each event.
//
// Interface: it is told what happens, in order, and asks its rules.
//   started(id, node), crashed(id), reformatted(id)
//   looked(id)             something has happened at this node: has anything changed?
//   sent(message)          by whatever way it leaves, or is to leave
//   synced(id, ready), applied(id, entry, answer), installed(id, snapshot)
//   written(id, ready), and later persisted(id, ready): where several are out at a time (3h)
//   sweep()                asks the rules about everything; now and then, and at the end
// A broken rule is told by its id and a sentence that says what was seen.
//
// Invariants: it judges what nodes do, never how: two right answers look equally right to it.
// Cost: a look at a node that has not changed is one virtual call and one comparison.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/ledger.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace testkit::raft {

// One property. Told of everything that may break it, after the ledger has written it down.
class Rule {
 public:
  Rule(std::string_view id, Ledger& ledger) : id_(id), ledger_(ledger) {}
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;
  virtual ~Rule() = default;
  std::string_view id() const { return id_; }

  // seat.durable is still what was on disk before.
  virtual void started(const Seat&) {}
  virtual void changed(const Seat&, const LogChange&) {}
  // This node holds these for committed, and no node has before.
  virtual void committed(const Seat&, patina::raft::IndexRange) {}
  virtual void sent(const Seat&, const patina::raft::Message&) {}
  virtual void applied(const Seat&, const patina::raft::Entry&, const patina::raft::Bytes&) {}
  virtual void installed(const Seat&, const patina::raft::Snapshot&) {}
  virtual void sweep() {}

 protected:
  Ledger& ledger() { return ledger_; }
  void broken(const std::string& sentence) { ledger_.broken(id_, sentence); }

 private:
  std::string_view id_;
  Ledger& ledger_;
};

// Each in the file of its name.
std::unique_ptr<Rule> election_safety(Ledger& ledger);        // raft.election-safety
std::unique_ptr<Rule> leader_append_only(Ledger& ledger);     // raft.leader-append-only
std::unique_ptr<Rule> log_matching(Ledger& ledger);           // raft.log-matching
std::unique_ptr<Rule> leader_completeness(Ledger& ledger);    // raft.leader-completeness
std::unique_ptr<Rule> state_machine_safety(Ledger& ledger);   // raft.state-machine-safety
std::unique_ptr<Rule> committed_on_a_quorum(Ledger& ledger);  // raft.committed-on-a-quorum
std::unique_ptr<Rule> commits_own_term(Ledger& ledger);       // raft.commits-own-term
std::unique_ptr<Rule> persist_before_send(Ledger& ledger);    // raft.persist-before-send
std::unique_ptr<Rule> durable(Ledger& ledger);                // raft.durable
std::unique_ptr<Rule> monotonic(Ledger& ledger);              // raft.monotonic
std::unique_ptr<Rule> one_vote(Ledger& ledger);               // raft.one-vote
std::unique_ptr<Rule> configuration(Ledger& ledger);          // raft.configuration

class Referee {
 public:
  Referee(std::uint32_t nodes, bool has_disks, Ledger::Broken broken);

  void started(patina::raft::NodeId id, const patina::raft::Node& node);
  void crashed(patina::raft::NodeId id);  // while the node is still there
  void reformatted(patina::raft::NodeId id);
  void looked(patina::raft::NodeId id) {
    Seat& seat = ledger_.seat(id);
    if (seat.node == nullptr) return;
    if (const patina::raft::Glance now = seat.node->glance(); now != seat.now) change(seat, now);
  }
  void sent(const patina::raft::Message& message);
  void synced(patina::raft::NodeId id, const patina::raft::Ready& ready);
  void written(patina::raft::NodeId id, const patina::raft::Ready& ready);
  void persisted(patina::raft::NodeId id, const patina::raft::Ready& ready);
  void applied(patina::raft::NodeId id, const patina::raft::Entry& entry,
               const patina::raft::Bytes& answer);
  void installed(patina::raft::NodeId id, const patina::raft::Snapshot& snapshot);
  void sweep();

  const Ledger& ledger() const { return ledger_; }
  const std::vector<std::unique_ptr<Rule>>& rules() const { return rules_; }

 private:
  void change(Seat& seat, const patina::raft::Glance& now);
  void commit(Seat& seat);

  Ledger ledger_;
  std::vector<std::unique_ptr<Rule>> rules_;
};

}  // namespace testkit::raft
