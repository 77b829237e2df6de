// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i, hidden: transfers when messages are lost, and one after the other.
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3i.h05 After a transfer that came to nothing the next one is told again", "[3i.h05]") {
  Solo node = leasing_leader(3);
  for (int round = 0; round < 2; ++round) {
    step("node 3 is to lead, and what it is told gets lost");
    REQUIRE(node->transfer(NodeId{3}).is_taken());
    node.pump();
    CHECK(node.sent(MessageType::timeout_now).size() == 1);
    for (patina::raft::Ticks tick = 0; tick < node.config().election_ticks_min; ++tick) {
      node.tick();
      answer_all(node, 2, 3);
    }
  }
  step("then it is node 2");
  REQUIRE(node->transfer(NodeId{2}).is_taken());
  node.pump();
  const std::vector<Message> told = node.sent(MessageType::timeout_now);
  REQUIRE(told.size() == 1);
  CHECK(told[0].to == NodeId{2});
}

TEST_CASE("3i.h06 Who is to lead and has lost what it was sent is sent it again, and then told",
          "[3i.h06]") {
  Solo node = leasing_leader(5);
  const std::uint64_t term = node.term().value();
  step("three commands; what goes to node 4 is lost, and it is to lead");
  const std::uint64_t before = last_of(node);
  for (int i = 0; i < 3; ++i) node.propose("x");
  node.receive(accept(2, term, last_of(node)));
  REQUIRE(node->transfer(NodeId{4}).is_taken());
  node.pump();
  static_cast<void>(node.sent());
  step("it refuses the next heartbeat");
  const std::uint64_t last = last_of(node);
  for (const Message& message : node.receive(refuse(4, term, last, {before + 1, 0})))
    if (!message.entries.empty()) CHECK(message.entries.front().index == Index{before + 1});
  node.receive(accept(4, term, before + 1));
  CHECK(node.sent(MessageType::timeout_now).empty());
  node.receive(accept(4, term, last));
  CHECK(node.sent(MessageType::timeout_now).size() == 1);
}
