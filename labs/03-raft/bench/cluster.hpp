// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Three nodes in one thread and in memory, each in its Host: what the core by itself costs.
//
// Interface:
//   Cluster()                 three nodes, of whom the first has been elected
//   propose(commands)         to the leader, in one call; then pumps until nobody has work left
//   is_applied()              has every node applied all that was proposed?
//   messages()                how many were delivered
//   holds_entries()           or is all compacted?
//   copies_of_last()          at how many places in memory the last command stands: one, where all
//                             logs share it
//
// There is no disk, so a sync costs nothing. What is left is the work of the rules, of Host, and of
// handing messages over. A log is compacted each 10,000 entries, as one would have to be.
// Thread rule: one thread.
#pragma once

#include <patina/raft/host.hpp>
#include <patina/raft/raft.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace workload {

using namespace patina::raft;

inline constexpr std::uint64_t entries_between_snapshots = 10'000;

// Keeps nothing: who is never restarted needs nothing back.
class NoStore final : public LogStore {
 public:
  patina::Result<Restored, StorageError> load() override { return Restored{}; }
  patina::Result<void, StorageError> set_hard_state(const HardState&) override { return {}; }
  patina::Result<void, StorageError> append(std::span<const Entry>) override { return {}; }
  patina::Result<void, StorageError> set_snapshot(const SnapshotPtr&, bool) override { return {}; }
  patina::Result<void, StorageError> sync() override { return {}; }
};

// Counts commands and adds up their first eight bytes: it has looked at each.
class Tally final : public StateMachine {
 public:
  Bytes apply(Index, const Bytes& command) override {
    std::uint64_t number = 0;
    std::memcpy(&number, command.view().data(), sizeof number);
    sum_ += number;
    ++count_;
    return {};
  }
  Bytes query(const Bytes&) const override { return {}; }
  Bytes snapshot() const override {
    return Bytes({reinterpret_cast<const char*>(&sum_), sizeof sum_});
  }
  bool restore(const Bytes&) override { return false; }

  std::uint64_t count() const { return count_; }
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
};

class Member final : public HostPort {
 public:
  Member(std::uint64_t id, std::vector<Message>& sent)
      : node_(config_of(id)), host_(node_, store_, machine_, *this), sent_(sent) {}

  Raft& node() { return node_; }
  const Tally& machine() const { return machine_; }

  void pump() {
    host_.pump();
    const Glance seen = node_.glance();
    if (seen.applied - seen.base.index >= entries_between_snapshots)
      node_.compact(seen.applied, machine_.snapshot());
  }

  void send(Message&& message) override { sent_.push_back(std::move(message)); }
  void applied(const Entry&, const Bytes&) override {}
  void installed(const Snapshot&) override {}
  void readable(const ReadState&) override {}
  void persisted(const Ready&) override {}
  void failed(const StorageError&) override {}

 private:
  static Config config_of(std::uint64_t id) {
    Config config;
    config.id = NodeId{id};
    config.configuration.voters = {NodeId{1}, NodeId{2}, NodeId{3}};
    config.features = all_features();
    return config;
  }

  NoStore store_;
  Tally machine_;
  Raft node_;
  Host host_;
  std::vector<Message>& sent_;
};

class Cluster {
 public:
  Cluster() {
    while (members_[0].node().glance().role != Role::leader) {
      members_[0].node().tick();
      pump();
    }
  }

  void propose(std::span<const Bytes> commands) {
    members_[0].node().propose(commands);
    proposed_ += commands.size();
    pump();
  }

  bool is_applied() const {
    for (const Member& member : members_)
      if (member.machine().count() != proposed_ || member.machine().sum() != sum()) return false;
    return true;
  }

  std::uint64_t messages() const { return messages_; }

  bool holds_entries() {
    const Glance seen = members_[0].node().glance();
    return seen.base.index < seen.last.index;
  }

  // REQUIRES: holds_entries().
  std::size_t copies_of_last() {
    std::set<const char*> places;
    for (Member& member : members_) {
      const Node& node = member.node();
      places.insert(node.entry(node.glance().last.index).data.view().data());
    }
    return places.size();
  }

 private:
  std::uint64_t sum() const { return members_[0].machine().sum(); }

  void pump() {
    for (Member& member : members_) member.pump();
    while (!sent_.empty()) {
      messages_ += sent_.size();
      delivered_.swap(sent_);
      for (const Message& message : delivered_)
        members_[message.to.value() - 1].node().step(message);
      delivered_.clear();
      for (Member& member : members_) member.pump();
    }
  }

  std::vector<Message> sent_;
  std::vector<Message> delivered_;
  std::array<Member, 3> members_{Member{1, sent_}, Member{2, sent_}, Member{3, sent_}};
  std::uint64_t proposed_ = 0;
  std::uint64_t messages_ = 0;
};

}  // namespace workload
