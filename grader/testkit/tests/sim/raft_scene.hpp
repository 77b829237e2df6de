// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A scene for the referee: nodes that hold whatever a test writes into them, and a list of the
// rules that the referee has found broken.
//
// Interface:
//   Scene scene(3)                         three nodes without disks; Scene(3, true) with
//   scene[1].log({1, 1, 2})                its log: entries of these terms
//   scene[1].leads(2), follows(2), commits(3)
//   scene.see()                            the referee looks at all of them
//   scene.broken                           "raft.log-matching", ... in order
#pragma once

#include <catch2/catch.hpp>
#include <testkit/raft/messages.hpp>
#include <testkit/raft/referee.hpp>

#include <memory>
#include <string>
#include <vector>

namespace scene {

using namespace testkit::raft;
using patina::raft::EntryKind;
using patina::raft::Proposed;
using Rules = std::vector<std::string>;

class Puppet final : public Node {
 public:
  Puppet& log(const std::vector<std::uint64_t>& terms) {
    return holds(testkit::raft::log(state.base.index.value() + 1, terms));
  }
  Puppet& holds(std::vector<Entry> list) {
    entries = std::move(list);
    state.last = entries.empty() ? state.base
                                 : LastEntry{entries.back().index, entries.back().term};
    return *this;
  }
  Puppet& snapshot(At at) {
    state.base = at.entry();
    return holds({});
  }
  Puppet& is(Role role, std::uint64_t term) {
    state.role = role;
    if (Term{term} != state.term) state.vote = {};
    state.term = Term{term};
    return *this;
  }
  Puppet& leads(std::uint64_t term) { return is(Role::leader, term); }
  Puppet& follows(std::uint64_t term) { return is(Role::follower, term); }
  Puppet& commits(std::uint64_t index) {
    state.commit = Index{index};
    return *this;
  }
  Puppet& votes(std::uint64_t node) {
    state.vote = NodeId{node};
    return *this;
  }

  const Entry& entry(Index index) const override {
    return entries.at(index - state.base.index - 1);
  }
  Glance glance() const override { return state; }
  Status status() const override {
    Status result;
    result.configuration = configuration;
    return result;
  }

  void tick() override {}
  void step(const Message&) override {}
  Proposed propose(std::span<const Bytes>) override { return {}; }
  void read_index(std::uint64_t) override {}
  Proposed change(const Configuration&) override { return {}; }
  Proposed transfer(NodeId) override { return {}; }
  bool has_ready() const override { return false; }
  Ready ready() override { return {}; }
  void persisted(std::uint64_t) override {}
  void applied(Index) override {}
  void compact(Index, Bytes) override {}

  Glance state;
  std::vector<Entry> entries;
  Configuration configuration;
};

class Scene {
 public:
  // Where `voters` is given, only nodes up to that number are.
  explicit Scene(std::uint32_t nodes, bool has_disks = false, std::uint32_t voters = 0)
      : referee(nodes, has_disks, [this](std::string_view rule, std::string_view sentence) {
          broken.emplace_back(rule);
          sentences.emplace_back(sentence);
        }) {
    for (std::uint32_t id = 1; id <= nodes; ++id) {
      puppets_.push_back(std::make_unique<Puppet>());
      puppets_.back()->configuration = voters_up_to(voters == 0 ? nodes : voters);
      referee.started(NodeId{id}, *puppets_.back());
    }
  }

  Puppet& operator[](std::uint64_t node) { return *puppets_[node - 1]; }
  void see(std::uint64_t node) { referee.looked(NodeId{node}); }
  void see() {
    for (std::uint64_t node = 1; node <= puppets_.size(); ++node) see(node);
  }
  void says(Message message, std::uint64_t to) {
    message.to = NodeId{to};
    referee.sent(message);
  }
  void applies(std::uint64_t node, const Entry& entry, std::string_view answer = "") {
    referee.applied(NodeId{node}, entry, Bytes(answer));
  }
  // All that this node has now is written, and synced if `is_synced`.
  void writes(std::uint64_t node, bool is_synced = true) {
    const Glance now = (*this)[node].state;
    Ready ready;
    ready.hard_state = {now.term, now.vote, now.commit};
    ready.append = {now.base.index + 1, now.last.index};
    ready.must_sync = is_synced;
    referee.synced(NodeId{node}, ready);
  }
  // As above, but in two steps: several may be on their way to the disk (3h).
  Ready hands_out(std::uint64_t node, std::uint64_t number) {
    const Glance now = (*this)[node].state;
    Ready ready;
    ready.number = number;
    ready.hard_state = {now.term, now.vote, now.commit};
    ready.append = {now.base.index + 1, now.last.index};
    ready.must_sync = true;
    referee.written(NodeId{node}, ready);
    return ready;
  }
  void restarts(std::uint64_t node) {
    referee.crashed(NodeId{node});
    referee.started(NodeId{node}, (*this)[node]);
  }

  Rules broken;
  std::vector<std::string> sentences;
  Referee referee;

 private:
  std::vector<std::unique_ptr<Puppet>> puppets_;
};

}  // namespace scene
