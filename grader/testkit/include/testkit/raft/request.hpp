// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What clients and replicas of a simulated cluster say to each other.
//
// Interface:
//   Request    a command to be replicated, or a question to be answered by a linearizable read
//   Reply      done with the state machine's answer, or refused: then it has not happened and never
//              will. No reply says nothing at all: the request may have been carried out, or may
//              yet be.
// A client's connection delivers a request once, as a stream does: what the network doubles is the
// same payload twice, and the second one finds was_served. Thread rule: one thread; nothing but
// was_served is changed once they are shared.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/types.hpp>
#include <testkit/sim.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace testkit::raft {

class Request final : public sim::Payload {
 public:
  Request(std::uint64_t request_id, bool is_question, patina::raft::Bytes what)
      : id(request_id), is_read(is_question), body(std::move(what)) {}
  std::string describe() const override;
  std::uint32_t bytes() const override { return 32 + body.size(); }

  const std::uint64_t id;  // the client's own count; comes back in the reply
  const bool is_read;
  mutable bool was_served = false;
  const patina::raft::Bytes body;
};

class Reply final : public sim::Payload {
 public:
  Reply(std::uint64_t request_id, bool has_happened, patina::raft::Bytes what,
        patina::raft::NodeId whom_to_ask)
      : id(request_id), is_done(has_happened), answer(std::move(what)), leader(whom_to_ask) {}
  std::string describe() const override;
  std::uint32_t bytes() const override { return 32 + answer.size(); }

  const std::uint64_t id;
  const bool is_done;
  const patina::raft::Bytes answer;
  const patina::raft::NodeId leader;  // no_node where the replica knows none
};

}  // namespace testkit::raft
