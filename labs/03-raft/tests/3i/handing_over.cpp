// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i: a leader that hands over (thesis, 3.10).
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::Refusal;

TEST_CASE("3i.01 A voter that has the whole log is told to stand at once (thesis 3.10)",
          "[3i.01]") {
  Solo node = leasing_leader(3);
  step("node 1 leads, and is asked to hand over to node 3");
  CHECK(node->transfer(NodeId{3}).is_taken());
  node.pump();
  const std::vector<Message> told = node.sent(MessageType::timeout_now);
  REQUIRE(told.size() == 1);
  CHECK(told[0].to == NodeId{3});
  CHECK(told[0].term == node.term());
}

TEST_CASE("3i.02 Who lacks entries is sent them first, and told once, when it has the last one",
          "[3i.02]") {
  Solo node = leasing_leader(3);
  const std::uint64_t term = node.term().value();
  step("two commands go to node 2 only, then node 3 is to lead");
  node.propose("a");
  node.propose("b");
  node.receive(accept(2, term, last_of(node)));
  CHECK(node->transfer(NodeId{3}).is_taken());
  node.tick(2);
  CHECK(node.sent(MessageType::timeout_now).empty());
  step("node 3 has the first of them");
  node.receive(accept(3, term, last_of(node) - 1));
  CHECK(node.sent(MessageType::timeout_now).empty());
  step("and the second; it says so twice, and time goes on");
  node.receive(accept(3, term, last_of(node)));
  node.receive(accept(3, term, last_of(node)));
  node.tick(2);
  CHECK(node.sent(MessageType::timeout_now).size() == 1);
}

TEST_CASE("3i.03 Nobody hands over to itself, to a learner or to a stranger", "[3i.03]") {
  Config config = leasing_config(3);
  config.configuration.learners = {NodeId{4}};
  Solo node = leasing_leader(config);
  for (const std::uint64_t to : {1, 4, 9, 0}) {
    step("asked to hand over to " + std::to_string(to));
    CHECK(node->transfer(NodeId{to}).refusal == Refusal::invalid);
    node.pump();
    CHECK(node.sent(MessageType::timeout_now).empty());
    CHECK(node.propose("still here").is_taken());
  }
}

TEST_CASE("3i.04 Until a transfer is over, an election time-out at most, no command is taken",
          "[3i.04]") {
  Solo node = leasing_leader(3);
  const std::uint64_t last = last_of(node);
  step("node 3 is to lead, and is not heard of again");
  REQUIRE(node->transfer(NodeId{3}).is_taken());
  for (patina::raft::Ticks tick = 1; tick < node.config().election_ticks_min; ++tick) {
    node.tick();
    node.receive(accept(2, node.term().value(), last));
    CHECK(node.propose("x").refusal == Refusal::transferring);
  }
  CHECK(last_of(node) == last);
  step("the time is over");
  node.tick();
  CHECK(node.propose("x").is_taken());
  CHECK(node.role() == Role::leader);
}

TEST_CASE("3i.05 One transfer at a time: another is refused, and the same again changes nothing",
          "[3i.05]") {
  Solo node = leasing_leader(3);
  node.propose("x");
  REQUIRE(node->transfer(NodeId{3}).is_taken());
  node.tick(node.config().election_ticks_min - 1);
  step("asked to hand over to node 2 instead");
  CHECK(node->transfer(NodeId{2}).refusal == Refusal::transferring);
  step("asked once more for node 3, just before the time is over");
  CHECK(node->transfer(NodeId{3}).is_taken());
  CHECK(node.propose("y").refusal == Refusal::transferring);
  step("the time that began with the first wish is over");
  node.receive(accept(2, node.term().value(), last_of(node)));
  node.tick();
  CHECK(node.propose("y").is_taken());
}

TEST_CASE("3i.06 A transfer ends with the leadership: who leads again takes commands", "[3i.06]") {
  Solo node = leasing_leader(3);
  REQUIRE(node->transfer(NodeId{3}).is_taken());
  node.pump();
  step("node 3 stands, and node 1 has voted for it");
  const std::uint64_t term = node.term().value() + 1;
  const Message answer =
      node.answer(wished_vote_request(3, term, {last_of(node), node.term().value()}));
  CHECK(answer.is_granted);
  CHECK(node.role() == Role::follower);
  CHECK(node->transfer(NodeId{2}).refusal == Refusal::not_leader);
  step("node 3 is not heard of again, and node 1 wins the next election");
  node.become_leader();
  CHECK(node.propose("x").is_taken());
}
