// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i: what a lease rests on: those who echoed a round vote for nobody else for a while.
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3i.16 Who has heard a leader votes for nobody for an election time-out, though it learn "
          "of a newer term meanwhile",
          "[3i.16]") {
  Solo node(leasing_config(5));
  node.tick(node.config().election_ticks_min - 1);
  node.become_follower_of(2, 1);
  step("a late no of term 6 comes from node 5, which the leader does not reach");
  node.receive(no_vote(5, 6));
  REQUIRE(node.term() == Term{6});
  step("nodes 4 and 5 want its support and its vote");
  node.tick(node.config().election_ticks_min - 1);
  for (const Message& asked : {vote_request(4, 7, {9, 9}), pre_vote_request(5, 7, {9, 9})})
    for (const Message& answer : node.receive(asked)) CHECK(!answer.is_granted);
  CHECK(node.term() == Term{6});
  step("the time is over");
  node.tick();
  CHECK(node.answer(vote_request(4, 7, {9, 9})).is_granted);
}

TEST_CASE("3i.17 A node that has just come up may have promised: it grants neither vote nor "
          "support for an election time-out",
          "[3i.17]") {
  Solo node = Solo::with(1, 3, leasing(), 4, raft::log(1, {1, 4}));
  node.tick(node.config().election_ticks_min - 1);
  step("nodes 2 and 3 want its support and its vote");
  for (const Message& asked : {vote_request(2, 5, {9, 9}), pre_vote_request(3, 5, {9, 9})})
    for (const Message& answer : node.receive(asked)) CHECK(!answer.is_granted);
  CHECK(node.status().vote == patina::raft::no_node);
  step("the time is over");
  node.tick();
  CHECK(node.answer(vote_request(2, 5, {9, 9})).is_granted);
}

TEST_CASE("3i.18 A node that has just come up votes for whom its leader wished for, and not for "
          "another who asked before",
          "[3i.18]") {
  Solo node = Solo::with(1, 3, leasing(), 4, raft::log(1, {1, 4}));
  step("node 2 stands, and nobody has told it to");
  for (const Message& answer : node.receive(vote_request(2, 5, {9, 9}))) CHECK(!answer.is_granted);
  step("node 3 was told to lead");
  CHECK(node.answer(wished_vote_request(3, 5, {2, 4})).is_granted);
}
