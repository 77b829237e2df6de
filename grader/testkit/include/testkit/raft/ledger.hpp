// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The ledger: what was seen of a cluster so far, shared by the rules that judge it.
//
// Interface:
//   seat(node)              what was last seen of one node
//   committed(index)        the term of the entry that some node has ever held for committed
//   configured(seat, index) which configuration is in force in a log that ends there
//   TermLog                 the terms of a log, without the commands
// Invariants: nothing here is ever asked of a learner's type; a node is seen by Node::glance() and
// Node::entry(), and only when something about it may have changed.
// Thread rule: one thread.
#pragma once

#include <patina/raft/node.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::raft {

// As patina::raft::Log, with a term for each entry and nothing else.
class TermLog {
 public:
  using Index = patina::raft::Index;
  using Term = patina::raft::Term;
  using LastEntry = patina::raft::LastEntry;

  LastEntry base() const { return base_; }
  Index last() const { return base_.index + terms_.size(); }
  std::optional<Term> term_at(Index index) const {
    if (index == base_.index) return base_.term;
    if (index < base_.index || index > last()) return std::nullopt;
    return terms_[index - base_.index - 1];
  }
  // Is this entry in it, or behind a snapshot in front of it?
  bool has(Index index, Term term) const {
    return index < base_.index || term_at(index) == term;
  }
  void append(Term term) { terms_.push_back(term); }
  void truncate_from(Index index) {
    if (index <= last()) terms_.resize(index - base_.index - 1);
  }
  void compact_to(LastEntry base);
  void reset(LastEntry base) {
    base_ = base;
    terms_.clear();
  }

 private:
  LastEntry base_;
  std::vector<Term> terms_;
};

// What is on a node's disk, as far as it may be relied on.
struct Image {
  patina::raft::Term term;
  patina::raft::NodeId vote;
  TermLog log;
};

// What was written and is not yet synced.
struct Unsynced {
  std::uint64_t number = 0;  // of the Ready
  std::optional<patina::raft::HardState> hard_state;
  std::optional<patina::raft::LastEntry> snapshot;
  bool is_install = false;
  patina::raft::Index first;
  std::vector<patina::raft::Term> terms;  // of the entries first, first + 1, ...
};

using Configurations = std::map<patina::raft::Index, patina::raft::Configuration>;  // by entry

struct Seat {
  patina::raft::NodeId id;
  const patina::raft::Node* node = nullptr;  // null while it is down
  patina::raft::Glance before;               // at the last look but one
  patina::raft::Glance now;
  TermLog log;  // as it was at the last look, also of one that is down
  Image durable;
  std::vector<Unsynced> unsynced;
  bool is_torn = false;         // did it crash while something was not yet synced?
  patina::raft::Index applied;  // the last entry that its state machine was given
  Configurations configurations;  // that are in its log, behind its base
  std::optional<patina::raft::Configuration> first;  // when it came up for the first time
};

// What a look has found in a node's log: entries kept + 1 and on are gone, or new, or both.
struct LogChange {
  patina::raft::Index kept;
  patina::raft::Index old_last;
  patina::raft::Term gone_term;  // of the old entry kept + 1, if there was one
  bool is_truncated() const { return kept < old_last; }
};

class Ledger {
 public:
  using Broken = std::function<void(std::string_view rule, std::string_view sentence)>;

  Ledger(std::uint32_t nodes, bool has_disks, Broken broken);

  Seat& seat(patina::raft::NodeId node) { return seats_[node.value() - 1]; }
  const Seat& seat(patina::raft::NodeId node) const { return seats_[node.value() - 1]; }
  std::vector<Seat>& seats() { return seats_; }
  // Is what a node has only as much as what it has on disk? (3c)
  bool has_disks() const { return has_disks_; }
  const TermLog& committed() const { return committed_; }
  TermLog& committed() { return committed_; }
  void broken(std::string_view rule, const std::string& sentence) { broken_(rule, sentence); }

  // The one in force in the node's log up to this entry, and the entry that it is in; Index{0}: it
  // was there from the beginning. REQUIRES: at or behind the log's base.
  struct Configured {
    patina::raft::Index index;
    patina::raft::Configuration configuration;
  };
  Configured configured(const Seat& seat, patina::raft::Index index) const;
  Configurations& committed_configurations() { return committed_configurations_; }

  // What a node holds for good: what is on its disk, or its log where there are no disks.
  bool holds(patina::raft::NodeId node, patina::raft::Index index, patina::raft::Term term) const;
  // Reads the node's log from where it may have changed.
  static LogChange follow(Seat& seat);
  // Before the node's next input: what a Ready hands out is read from the node.
  static void write(Seat& seat, const patina::raft::Ready& ready);
  static void sync(Seat& seat, std::uint64_t number);  // all Readies up to that one

 private:
  std::vector<Seat> seats_;
  bool has_disks_;
  TermLog committed_;
  Configurations committed_configurations_;
  Broken broken_;
};

inline std::string name(const Seat& seat) { return "node " + patina::raft::to_string(seat.id); }
inline std::string position(patina::raft::Index index, patina::raft::Term term) {
  return patina::raft::to_string(index) + ":" + patina::raft::to_string(term);
}

}  // namespace testkit::raft
