// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Town: the members, the network between them, and time.
//
// Interface:
//   Town(features, seed, folder, show)   starts nodes 1, 2 and 3; `show` is given each line
//   tick()                     a tick for each node, and all that follows from it
//   propose(text), ask(name)   to whoever leads; false if nobody does
//   kill(node), restart(node)  false if it is dead, or alive, already
//   cut(node), heal()          nothing goes to it or comes from it; until all is well again
//   leader()                   of the highest term; 0 if there is none
//   is_led()                   does somebody lead whom a majority can hear?
//   is_even()                  do all that can talk agree on a leader, and on what is applied?
//   status()                   a line a node
//
// Things go in rounds: every node that has something to do does it, all at once, and what they then
// say is sorted by node before the next round. So threads run side by side, and still a script
// comes out the same each time. The network is this: it hands messages on, and drops what is cut.
// Thread rule: one thread; the nodes have theirs.
#pragma once

#include "member.hpp"

#include <patina/channel.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace demo {

class Town {
 public:
  static constexpr std::uint64_t nodes = 3;
  using Show = std::function<void(const std::string& line)>;

  Town(patina::raft::Features features, std::uint64_t seed, std::string folder, Show show);

  void tick();
  bool propose(const std::string& text);
  bool ask(const std::string& name);
  bool kill(std::uint64_t node);
  bool restart(std::uint64_t node);
  void cut(std::uint64_t node);
  void heal();

  std::uint64_t leader() const;
  bool is_led() const;
  bool is_even() const;
  bool is_over() const { return is_over_; }  // a node can't go on
  std::vector<std::string> status() const;

 private:
  struct Seat {
    std::unique_ptr<Member> member;  // null: dead
    patina::raft::Glance seen;
    bool is_cut = false;
    Work next;
  };

  Seat& seat(std::uint64_t node) { return seats_[node - 1]; }
  bool is_reachable(std::uint64_t node) const {
    return seats_[node - 1].member != nullptr && !seats_[node - 1].is_cut;
  }
  void start(std::uint64_t node);
  void settle();
  void tell(const std::string& what);
  void listen(std::size_t count);

  patina::raft::Features features_;
  std::uint64_t seed_;
  std::string folder_;
  Show show_;
  patina::Channel<Report> reports_ = patina::unbounded<Report>();
  std::array<Seat, nodes> seats_;
  std::uint64_t now_ = 0;  // ticks
  bool is_over_ = false;
};

}  // namespace demo
