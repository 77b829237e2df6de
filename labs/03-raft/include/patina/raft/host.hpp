// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Host: the loop around a Node that every program has: writes, syncs, sends, applies, in the order
// that Ready asks for. The simulator, raft-demo and lab 05's server are hosts of this kind. For a
// disk that the node need not wait for see async_host.hpp.
//
// Interface:
//   Host(node, store, machine, port)
//   pump()            does all that the node has ready, until nothing is left; false if the disk
//                     failed
//   HostParts         writes, sends and applies: what both hosts are made of
//   HostPort          what differs between programs: how a message leaves, who is told what
// Invariants: after_persist leaves only when what it answers for is synced; entries are applied
// once, in order; after a disk error nothing leaves any more, and the host is to be thrown away.
// Thread rule: one thread.
#pragma once

#include <patina/raft/log_store.hpp>
#include <patina/raft/node.hpp>
#include <patina/raft/state_machine.hpp>

#include <span>
#include <utility>
#include <vector>

namespace patina::raft {

class HostPort {
 public:
  virtual ~HostPort() = default;
  virtual void send(Message&& message) = 0;
  // A command was applied, with the state machine's answer. The entry is the node's: it is there
  // until the node's next input.
  virtual void applied(const Entry& entry, const Bytes& answer) = 0;
  virtual void installed(const Snapshot& snapshot) = 0;
  // entry read.index is applied, or it is refused
  virtual void readable(const ReadState& read) = 0;
  virtual void persisted(const Ready& ready) = 0;    // what was just synced; before after_persist
  virtual void failed(const StorageError& error) = 0;
};

// What every host does with a Ready, in pieces.
class HostParts {
 public:
  HostParts(Node& node, LogStore& store, StateMachine& machine, HostPort& port)
      : node_(node), store_(store), machine_(machine), port_(port) {}

  Result<void, StorageError> write(const Ready& ready) {
    if (ready.snapshot != nullptr) {
      auto written = store_.set_snapshot(ready.snapshot, !ready.is_install);
      if (!written.has_value()) return written;
    }
    for (IndexRange rest = ready.append; !rest.is_empty();) {
      const std::span<const Entry> entries = node_.entries(rest);
      auto written = store_.append(entries);
      if (!written.has_value()) return written;
      rest.first = rest.first + entries.size();
    }
    // Last: a crash must not leave a commit index behind whose entries are not there yet, for then
    // it would speak of those that they were to replace.
    if (ready.hard_state) return store_.set_hard_state(*ready.hard_state);
    return {};
  }

  void send_all(std::vector<Message>& messages) {
    for (Message& message : messages) port_.send(std::move(message));
  }

  void apply(const Ready& ready) {
    if (ready.is_install) {
      const bool is_whole = machine_.restore(ready.snapshot->data);
      PATINA_ASSERT(is_whole, "a snapshot that the leader sent can be restored");
      port_.installed(*ready.snapshot);
      node_.applied(ready.snapshot->index);
    }
    for (Index i = ready.committed.first; i <= ready.committed.last; ++i) {
      const Entry& entry = node_.entry(i);
      Bytes answer;
      if (entry.kind == EntryKind::command) answer = machine_.apply(i, entry.data);
      port_.applied(entry, answer);
    }
    if (!ready.committed.is_empty()) node_.applied(ready.committed.last);
    for (const ReadState& read : ready.reads) port_.readable(read);
  }

 private:
  Node& node_;
  LogStore& store_;
  StateMachine& machine_;
  HostPort& port_;
};

class Host {
 public:
  Host(Node& node, LogStore& store, StateMachine& machine, HostPort& port)
      : parts_(node, store, machine, port), node_(node), store_(store), port_(port) {}

  bool pump() {
    while (!has_failed_ && node_.has_ready()) do_what_is_ready();
    return !has_failed_;
  }

 private:
  void do_what_is_ready() {
    node_.ready_into(ready_);
    parts_.send_all(ready_.now);
    if (const auto written = parts_.write(ready_); !written.has_value())
      return fail(written.error());
    if (ready_.must_sync)
      if (const auto synced = store_.sync(); !synced.has_value()) return fail(synced.error());
    port_.persisted(ready_);
    node_.persisted(ready_.number);
    parts_.send_all(ready_.after_persist);
    parts_.apply(ready_);
  }

  void fail(const StorageError& error) {
    has_failed_ = true;
    port_.failed(error);
  }

  HostParts parts_;
  Node& node_;
  LogStore& store_;
  HostPort& port_;
  Ready ready_;  // the last one; kept for its memory
  bool has_failed_ = false;
};

}  // namespace patina::raft
