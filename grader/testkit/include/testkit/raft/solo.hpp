// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Solo: one node and nobody around it. A test plays all the others by hand.
//
// Interface:
//   Solo node(1, 3, features_up_to('a'))    node 1 of three voters, at term 0 with an empty log
//   Solo node(config, restored)             any other
//   Solo::with(1, 3, features, term, log)   as a store would give it back
//   node.receive(vote_request(2, 1))        gives it a message; returns what it sends for it
//   node.answer(message)                    the one message that it sends back to the sender
//   node.tick(n), tick_until(role)          lets time pass
//   node.sent(), sent(type), sent_to(2)     takes out of the mailbox what has gathered there
//   node.become_candidate(), become_leader()    plays the others until it is one
//   node.propose("x")
//   node.applied                            entries in the order in which it handed them out
//   node.is_written_at_once = false         then ready() and finish() play the disk (3c)
//   node.apply(ready)                       before finish(), as a host may with several out (3h)
// While is_written_at_once all that a node wants written is on disk at once, and applied at once.
//
// The mailbox holds what was sent and not taken out, in order. A helper that plays others leaves it
// empty. Where a helper can't do what its name says, it breaks the test with a sentence.
// Thread rule: one thread.
#pragma once

#include <testkit/check.hpp>
#include <testkit/raft/messages.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>
#include <vector>

namespace testkit::raft {

class Solo {
 public:
  using Where = std::source_location;

  Solo(const Config& config, const Restored& restored = {});
  Solo(std::uint64_t id, std::uint64_t voters, const Features& features, std::uint64_t seed = 1);
  // With term, vote and log as they were stored; nothing of it is known to be committed.
  static Solo with(std::uint64_t id, std::uint64_t voters, const Features& features,
                   std::uint64_t term, std::vector<Entry> log, std::uint64_t vote = 0);

  Node& operator*() { return *node_; }
  Node* operator->() { return node_.get(); }
  const Config& config() const { return config_; }
  Glance glance() const { return node_->glance(); }
  Status status() const { return node_->status(); }
  Role role() const { return glance().role; }
  Term term() const { return glance().term; }
  std::vector<Entry> entries() const;            // of its log
  std::vector<std::uint64_t> terms() const;      // of the entries in its log

  std::vector<Message> receive(Message message);
  Message answer(Message message, Where where = Where::current());
  void tick(std::uint64_t times = 1);
  // Returns how many ticks it took. At most `limit`.
  std::uint64_t tick_until(Role role, std::uint64_t limit = 1000, Where where = Where::current());
  patina::raft::Proposed propose(std::string_view command);

  std::vector<Message> sent();
  std::vector<Message> sent(MessageType type);
  std::vector<Message> sent_to(std::uint64_t node);

  void become_candidate(Where where = Where::current());
  void become_leader(Where where = Where::current());
  void become_follower_of(std::uint64_t leader, std::uint64_t term);

  // Does what Ready asks for, until there is nothing more.
  void pump();
  // One Ready, whose messages `now` are in the mailbox.
  Ready ready();
  // It is on disk; after_persist is in the mailbox and committed entries are applied. Several are
  // finished in order.
  void finish(Ready& ready);
  void apply(const Ready& ready);  // and finish() then does not

  bool is_written_at_once = true;
  std::vector<Entry> applied;
  std::vector<patina::raft::ReadState> reads;
  patina::raft::SnapshotPtr installed;  // the newest
  Restored disk;                        // what was written so far
  Restored synced;                      // what of it a crash leaves for certain

 private:
  void write(const Ready& ready);
  void post(std::vector<Message>& messages);

  Config config_;
  std::unique_ptr<Node> node_;
  std::vector<Message> mailbox_;
  // Of the Readies that are out, by number: entries as they were when it was made.
  std::map<std::uint64_t, std::vector<Entry>> writing_;
  std::uint64_t applied_ready_ = 0;
  std::map<NodeId, std::uint64_t> rounds_;        // of the last append_entries to each
  std::map<NodeId, std::uint64_t> piece_rounds_;  // of the last install_snapshot to each
  std::map<NodeId, std::uint64_t> sessions_;      // of the last of either to each
};

// The messages among `messages` that are of this type, or for this node.
std::vector<Message> of_type(const std::vector<Message>& messages, MessageType type);
std::vector<Message> for_node(const std::vector<Message>& messages, std::uint64_t node);

}  // namespace testkit::raft
