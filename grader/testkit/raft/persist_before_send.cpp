// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft.persist-before-send: what a message promises is on its sender's disk when it leaves (paper,
// Figure 2, "updated on stable storage before responding to RPCs"). A granted vote and a
// candidate's vote for itself promise term and vote; an acknowledgement promises the entries up to
// the one it names. A refusal promises nothing. An answer in a term that its sender has left while
// the disk was at it (3h) was true on that disk; what it spoke of may be replaced by now.
#include <testkit/raft/referee.hpp>

#include <optional>
#include <string>

namespace testkit::raft {
namespace {

using patina::raft::Message;
using patina::raft::MessageType;
using patina::raft::NodeId;
using patina::raft::Term;

class PersistBeforeSend final : public Rule {
 public:
  explicit PersistBeforeSend(Ledger& ledger) : Rule("raft.persist-before-send", ledger) {}

  void sent(const Seat& seat, const Message& message) override {
    if (!ledger().has_disks()) return;
    if (message.type == MessageType::request_vote) return expect_vote(seat, message, seat.id);
    if (!message.is_granted) return;
    if (message.type == MessageType::append_response && has_left(seat, message.term)) return;
    if (message.type == MessageType::vote_response) return expect_vote(seat, message, message.to);
    if (message.type == MessageType::append_response) expect_entries(seat, message);
  }

 private:
  // Later terms may be on disk too: the vote in this one was then given before.
  void expect_vote(const Seat& seat, const Message& message, NodeId vote) {
    const Image& disk = seat.durable;
    if (disk.term > message.term || (disk.term == message.term && disk.vote == vote)) return;
    tell(seat, message,
         "on its disk is term " + to_string(disk.term) + " with a vote for " +
             (disk.vote == patina::raft::no_node ? "nobody" : "node " + to_string(disk.vote)) +
             ": after a crash it may vote again");
  }

  void expect_entries(const Seat& seat, const Message& message) {
    const Image& disk = seat.durable;
    if (disk.term < message.term)
      return tell(seat, message, "on its disk is still term " + to_string(disk.term));
    const auto live = term_of(seat, message.log_index);
    if (!live || disk.log.has(message.log_index, *live)) return;
    tell(seat, message,
         "on its disk the log ends with " +
             position(disk.log.last(), *disk.log.term_at(disk.log.last())) +
             ": after a crash it has not what it has acknowledged");
  }

  static bool has_left(const Seat& seat, Term term) {
    return seat.node != nullptr && seat.node->glance().term > term;
  }

  // In its log as it is at this moment, in the middle of an event. Nothing if it is not there (any
  // more).
  static std::optional<Term> term_of(const Seat& seat, patina::raft::Index index) {
    if (seat.node == nullptr) return std::nullopt;
    const patina::raft::Glance now = seat.node->glance();
    if (index == now.base.index) return now.base.term;
    if (index < now.base.index || index > now.last.index) return std::nullopt;
    return seat.node->entry(index).term;
  }

  void tell(const Seat& seat, const Message& message, const std::string& disk) {
    broken(name(seat) + " sends \"" + describe(message) + "\", and " + disk + " (paper, Figure 2)");
  }
};

}  // namespace

std::unique_ptr<Rule> persist_before_send(Ledger& ledger) {
  return std::make_unique<PersistBeforeSend>(ledger);
}

}  // namespace testkit::raft
