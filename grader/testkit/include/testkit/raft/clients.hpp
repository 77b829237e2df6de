// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Clients: actors that ask a cluster for things, one at a time each, and tell the oracle what they
// hear.
//
// Interface:
//   Clients clients(cluster, options)     they begin with the world's next step
//   clients.stop()                        asks for nothing new; what is out stays out
//   clients.asked(), waiting(), answered(), unknown()
//
// A client sends to whom it takes for the leader. Refused, it goes to whom it is told of, or to the
// next. Without an answer it can't know whether its command was carried out, or will be: it forgets
// it, and asks for something else. Each request is a decision of the stream "client/ID". Thread
// rule: one thread. Counts live as long as any copy; the actors live with the world.
#pragma once

#include <testkit/raft/cluster.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace testkit::raft {

struct ClientsOptions {
  std::uint32_t count = 3;
  sim::Duration pause = std::chrono::milliseconds(100);    // between two requests, on average
  sim::Duration timeout = std::chrono::milliseconds(2000);
  std::uint32_t reads_percent = 30;  // where features.reads is on; else none
};

class Clients {
 public:
  struct Counts {
    bool is_stopped = false;
    std::uint64_t asked = 0;
    std::uint64_t waiting = 0;
    std::uint64_t answered = 0;
    std::uint64_t unknown = 0;
  };

  explicit Clients(const Cluster& cluster, const ClientsOptions& options = {});

  void stop() { counts_->is_stopped = true; }
  void go_on() { counts_->is_stopped = false; }
  std::uint64_t asked() const { return counts_->asked; }
  std::uint64_t waiting() const { return counts_->waiting; }  // asked for, and nothing heard yet
  std::uint64_t answered() const { return counts_->answered; }
  std::uint64_t unknown() const { return counts_->unknown; }

 private:
  std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace testkit::raft
