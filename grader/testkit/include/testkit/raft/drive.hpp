// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One input to one node, and all that comes of it; perhaps a crash in the middle.
//
// Interface:
//   take(solo, input)                  the node is given the input and its Readies are done
//   take(solo, input, Crash::...)      the same, and then power fails at that moment
//   restarted(solo)                    the node as it comes up with what was synced
// After a crash `sent` holds what had left by then. The node itself is of no use any more.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace testkit::raft {

struct Input {
  enum class Kind : std::uint8_t {
    time_out,  // ticks until it stands for election
    beat,      // ticks of a heartbeat interval
    propose,
    receive,
    restart,  // no crash in the middle, but one between two inputs
  };
  Kind kind{};
  Message message{};      // of receive
  std::string command{};  // of propose; empty: one that says where and when: "5:2"
};

enum class Crash : std::uint8_t {
  never,
  before_write,  // what need not wait for the disk has been sent, and nothing is written
  after_write,   // all is on disk, and what waited for that has not been sent
};

struct Taken {
  bool is_done = false;  // false: it did not stand, it refused, or there is no such moment
  bool is_endless = false;  // it has work for its host without end
  std::vector<Message> sent;
};

Taken take(Solo& solo, const Input& input, Crash crash = Crash::never);
Solo restarted(const Solo& solo);

}  // namespace testkit::raft
