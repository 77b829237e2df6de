// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The states that single nodes come into, each once, and what an input makes of them.
//
// Interface:
//   born(id, restored)        the state of a node that starts
//   after(state, stimulus)    what comes of it; found once, by a node that is given all inputs of
//                             the state's history again
//   state(number), message(number)
// Invariants: numbers are given in order of discovery; what a reference points at stays.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/drive.hpp>

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "prints.hpp"

namespace testkit::raft {

using StateNumber = std::uint32_t;
using MessageNumber = std::uint16_t;

struct Stimulus {
  Input::Kind kind{};
  MessageNumber message = 0;  // of receive
  Crash crash = Crash::never;
  friend auto operator<=>(const Stimulus&, const Stimulus&) = default;
};

struct Fault {
  std::string_view rule;
  std::string sentence;
};

struct Change {
  bool is_there = false;  // else the input does nothing here, or there is no such moment
  StateNumber next = 0;
  std::vector<MessageNumber> sent;
  const Fault* fault = nullptr;  // of what this node does, whatever others do
};

struct NodeState {
  NodeId id;
  Glance glance;
  std::vector<Entry> log;
  patina::raft::Restored synced;
  std::size_t applied = 0;  // entries, since it started
  Prints prints{};
  // How it came to be:
  std::shared_ptr<const patina::raft::Restored> start;
  std::vector<Stimulus> history;
  Prints heard{};  // the answers among it
  std::map<Stimulus, Change> changes;
};

struct Known {  // a message
  Message message;
  Prints prints{};
};

class NodeStates {
 public:
  NodeStates(Config config, const Names& names) : config_(std::move(config)), names_(names) {}

  StateNumber born(NodeId id, const patina::raft::Restored& restored);
  const Change& after(StateNumber number, const Stimulus& stimulus);
  const NodeState& operator[](StateNumber number) const { return states_[number]; }
  const Known& message(MessageNumber number) const { return messages_[number]; }
  std::size_t size() const { return states_.size(); }
  std::uint64_t replays() const { return replays_; }

 private:
  Solo revived(const NodeState& state) const;
  bool is_answer(const Stimulus& stimulus) const;
  Input input_of(const Stimulus& stimulus) const;
  Change find(StateNumber number, const Stimulus& stimulus);
  StateNumber keep(NodeState state, const Solo& solo);
  MessageNumber keep(const Message& message);
  const Fault* judge(const NodeState& before, const NodeState& after, const Solo& solo);
  const Fault* fault(std::string_view rule, std::string sentence);

  Config config_;  // of all, but for the id
  const Names& names_;
  std::deque<NodeState> states_;
  std::deque<Known> messages_;
  std::deque<Fault> faults_;
  std::map<std::uint64_t, StateNumber> state_numbers_;
  std::map<std::uint64_t, MessageNumber> message_numbers_;
  std::uint64_t replays_ = 0;
};

}  // namespace testkit::raft
