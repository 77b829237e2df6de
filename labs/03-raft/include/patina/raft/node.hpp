// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Node: all that a host, a test and a simulator see of a Raft node. Raft (patina/raft/raft.hpp) is
// one.
//
// The host feeds it ticks, messages, proposals and completions, and does what ready() says. Nothing
// else goes in or out: no clock, no thread, no disk, no network. Same inputs, same outputs.
// Thread rule: one thread at a time.
#pragma once

#include <patina/raft/config.hpp>
#include <patina/raft/ready.hpp>

#include <cstdint>
#include <span>

namespace patina::raft {

class Node {
 public:
  virtual ~Node() = default;

  // Inputs ----------------------------------------------------------------------------------------

  virtual void tick() = 0;  // the host's clock has gone on by one tick
  virtual void step(const Message& message) = 0;  // ignores what is not for this node

  // Appends a command each to a leader's log. Taken does not mean committed: the entry is, when
  // this node applies index `first + i` with term `term`. Another term there: it was lost.
  virtual Proposed propose(std::span<const Bytes> commands) = 0;

  // Asks when a read is safe; `context` comes back in Ready::reads. 3e.
  virtual void read_index(std::uint64_t context) = 0;
  // Wants `voters` and `learners` instead of today's; takes joint consensus. 3f.
  virtual Proposed change(const Configuration& configuration) = 0;
  // Hands leadership to `to`, if this node leads and `to` is another voter. 3i.
  virtual Proposed transfer(NodeId to) = 0;

  // Work for the host -----------------------------------------------------------------------------

  virtual bool has_ready() const = 0;
  virtual Ready ready() = 0;  // takes out what has gathered since the last call
  // As ready(), into one that is done: its memory is used again. For hosts in a hurry.
  virtual void ready_into(Ready& used) { used = ready(); }
  virtual void persisted(std::uint64_t number) = 0;  // all up to Ready number `number` is on disk
  virtual void applied(Index index) = 0;  // the state machine has done all up to `index`
  // The state machine's state after `index`, which was applied: entries up to it may go. 3d.
  virtual void compact(Index index, Bytes data) = 0;
  // REQUIRES: in the log. Is there until the next input, which may move it or replace it.
  virtual const Entry& entry(Index index) const = 0;
  // The first entries of `range`, as many as lie side by side, at least one. REQUIRES: in the log.
  virtual std::span<const Entry> entries(IndexRange range) const {
    return {&entry(range.first), 1};
  }

  // A look from outside ---------------------------------------------------------------------------

  virtual Status status() const = 0;
  virtual Glance glance() const = 0;  // copies a few numbers, allocates nothing
};

}  // namespace patina::raft
