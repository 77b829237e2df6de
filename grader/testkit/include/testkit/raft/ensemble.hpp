// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Ensemble: a few nodes, and between them a tray of messages that a test hands round as it likes.
// No time passes and nothing happens by itself: for stories in which each message counts.
//
// Interface:
//   Ensemble nodes(3, features)               voters 1, 2, 3, all empty
//   Ensemble::with(features, {{8, {1, 4}}, {4, {1}}})   node 1 in term 8 with a log of these terms,
//   ... nodes[2]                                  a Solo: status, entries, applied
//   nodes.campaign(1)                         ticks node 1 until it stands in a new term
//   nodes.elect(1)                            and delivers everything; it is to win
//   nodes.propose(1, "x"), beat(1)            beat: a tick for each heartbeat interval
//   nodes.stabilize()                         delivers until nobody says anything more
//   nodes.deliver(1, 2), lose(1, 2), lose()   what is on the tray between two, or at all
//   nodes.tray()                              in order of sending, to take, shuffle and double
//   nodes.away = {1}                          nobody hears them, and they hear nobody
//   nodes.traffic(1, 2)                       what was sent so far: messages and entries
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::raft {

class Ensemble {
 public:
  struct Start {
    std::uint64_t term = 0;
    std::vector<std::uint64_t> terms;  // of its log, from index 1
  };
  struct Traffic {
    std::uint64_t messages = 0;
    std::uint64_t entries = 0;
  };

  Ensemble(std::uint64_t voters, const Features& features);
  // At most `entries_max` entries go into a message. Without a configuration all of them vote.
  static Ensemble with(const Features& features, const std::vector<Start>& starts,
                       std::uint32_t entries_max = 1024, const Configuration& at_first = {});

  Solo& operator[](std::uint64_t node) { return nodes_.at(node - 1); }
  std::uint64_t size() const { return nodes_.size(); }

  void campaign(std::uint64_t node);
  void elect(std::uint64_t node, Solo::Where where = Solo::Where::current());
  patina::raft::Proposed propose(std::uint64_t node, std::string_view command);
  void beat(std::uint64_t leader);

  std::vector<Message>& tray() { return tray_; }
  void hand_over(const Message& message);  // to its receiver; it need not be on the tray
  void deliver(std::uint64_t from, std::uint64_t to);
  void deliver_one(std::uint64_t from, std::uint64_t to);  // the oldest, if there is one
  void lose(std::uint64_t from, std::uint64_t to);
  void lose() { tray_.clear(); }
  // Returns how many messages were delivered. At most `limit`, or else the test fails.
  std::uint64_t stabilize(std::uint64_t limit = 10'000, Solo::Where where = Solo::Where::current());

  Traffic traffic(std::uint64_t from, std::uint64_t to) const;
  // Or else the test fails, and says where a log first differs from that of node 1.
  void expect_equal_logs(Solo::Where where = Solo::Where::current());

  std::set<std::uint64_t> away;

 private:
  explicit Ensemble(std::vector<Solo> nodes) : nodes_(std::move(nodes)) {}
  void gather();  // puts onto the tray what the nodes have sent
  std::vector<Message> take(std::uint64_t from, std::uint64_t to);

  std::vector<Solo> nodes_;
  std::vector<Message> tray_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Traffic> traffic_;
};

}  // namespace testkit::raft
