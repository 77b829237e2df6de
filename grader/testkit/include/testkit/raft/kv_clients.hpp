// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Clients of a replicated key-value store: actors that open a session, send their commands one
// after the other, and send each again, to another node, until it is answered. So what they are
// told can be judged by itself: it must be linearizable, each command happening once, whatever was
// lost.
//
// Interface:
//   KvClients clients(cluster, {.clients = 3, .commands = 20})
//   clients.are_done()              has each had its last answer? For Cluster::run_until
//   clients.expect_linearizable()   fails the run under raft.kv-linearizable if they were not
//   clients.expect_once()           replicas that are up hold the word of each append once, if it
//                                   was answered, or else at most once. Rule raft.exactly-once.
//                                   REQUIRES: is_append_only
//   clients.answered(), retries()
// An answer that no client may be given (expired, invalid) fails the run under raft.exactly-once.
//
// Commands: appends of words of their own ("2.17 "), gets, puts, erases and swaps, on few keys,
// drawn from the stream "kv/2". With is_append_only there are appends and gets.
// Thread rule: one thread. Copies are the same clients; their parts live as long as the world.
#pragma once

#include <testkit/raft/cluster.hpp>

#include <cstdint>
#include <memory>

namespace testkit::raft {

struct KvLoad {
  std::uint32_t clients = 3;
  std::uint32_t commands = 20;  // of each
  std::uint32_t keys = 2;
  bool is_append_only = false;
  bool has_reads_aside = false;  // gets are reads of the leader's state machine (3e), no entries
  std::uint32_t readers = 0;     // so many of the clients do nothing but get
  sim::Duration patience = std::chrono::milliseconds(800);  // then it asks another node
  sim::Duration pause = std::chrono::milliseconds(20);  // between an answer and the next command
};

class KvClients {
 public:
  KvClients(const Cluster& cluster, const KvLoad& load = {});

  bool are_done() const;
  std::uint64_t answered() const;
  std::uint64_t retries() const;  // commands that were sent again
  void expect_linearizable() const;
  void expect_once() const;

 private:
  struct Shared;
  class Client;
  std::shared_ptr<Shared> shared_;
};

}  // namespace testkit::raft
