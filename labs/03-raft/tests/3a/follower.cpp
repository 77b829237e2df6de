// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: a follower waits, and what it waits for.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using patina::raft::no_node;

TEST_CASE("3a.01 A follower that hears nothing stands for election (paper, 5.2)", "[3a.01]") {
  step("node 1 of three comes up");
  Solo node(1, 3, features_up_to('a'));
  CHECK(node.role() == Role::follower);
  CHECK(node.term() == Term{0});
  step("nobody speaks for nine ticks, and its wait is ten at least");
  node.tick(9);
  CHECK(node.role() == Role::follower);
  CHECK(node.sent().empty());
  step("ten more ticks pass, and its wait is nineteen at most");
  node.tick_until(Role::candidate, 10);
  CHECK(node.term() == Term{1});
  CHECK(node.status().vote == NodeId{1});
  step("it has asked each of the others for a vote in its new term");
  const std::vector<Message> asked = node.sent();
  CHECK(of_type(for_node(asked, 2), MessageType::request_vote).size() == 1);
  CHECK(of_type(for_node(asked, 3), MessageType::request_vote).size() == 1);
  for (const Message& message : asked) CHECK(message.term == Term{1});
}

TEST_CASE("3a.02 A node comes up as a follower, whatever it was before (paper, 5.2)", "[3a.02]") {
  for (const std::uint64_t vote : {0, 1, 2}) {
    step("node 1 comes up with term 5 and a vote for " + std::to_string(vote));
    Solo node = Solo::with(1, 3, features_up_to('a'), 5, log(1, {3, 5}), vote);
    CHECK(node.role() == Role::follower);
    CHECK(node.term() == Term{5});
    CHECK(node.status().vote == NodeId{vote});
    CHECK(node.status().leader == no_node);
    CHECK(node.sent().empty());
    step("it hears nothing, and stands in the term after the one that it remembers");
    node.become_candidate();
    CHECK(node.term() == Term{6});
  }
}

TEST_CASE("3a.03 A follower stays one as long as it hears from its leader (paper, 5.2)",
          "[3a.03]") {
  Solo node(1, 3, features_up_to('a'));
  step("leader 2 of term 1 is heard each nine ticks, forty times");
  for (int i = 0; i < 40; ++i) {
    node.receive(append(2, 1));
    REQUIRE(node.role() == Role::follower);
    CHECK(node.status().leader == NodeId{2});
    node.tick(9);
  }
  CHECK(node.role() == Role::follower);
  CHECK(node.term() == Term{1});
  step("it falls silent");
  node.tick_until(Role::candidate, 10);
  CHECK(node.term() == Term{2});
  CHECK(node.status().leader == no_node);
}

TEST_CASE("3a.04 A vote that is given restarts the wait (paper, Figure 2, Followers)", "[3a.04]") {
  for (const bool is_told_before : {false, true}) {
    Solo node(1, 3, features_up_to('a'));
    step("nine ticks pass, and node 2 is granted a vote");
    if (is_told_before) node.receive(no_vote(3, 1));  // the term is not new then, and the vote is
    node.tick(9);
    CHECK(node.answer(vote_request(2, 1)).is_granted);
    step("nine more pass, and it still waits for who wins");
    node.tick(9);
    CHECK(node.role() == Role::follower);
    step("nobody has won, so it stands itself");
    node.tick_until(Role::candidate, 10);
    CHECK(node.term() == Term{2});
  }
}

TEST_CASE("3a.05 A vote that is refused restarts nothing (paper, Figure 2, Followers)",
          "[3a.05]") {
  Solo node = Solo::with(1, 3, features_up_to('a'), 1, log(1, {1, 1}));
  step("a node whose log is behind asks in ever newer terms, each third tick, and can't win");
  std::uint64_t ticks = 0;
  for (; node.role() == Role::follower && ticks < 19; ++ticks) {
    if (ticks % 3 == 0) CHECK_FALSE(node.answer(vote_request(2, 2 + ticks)).is_granted);
    node.tick();
  }
  step("who can win has stood meanwhile: its wait is nineteen ticks at most");
  CHECK(node.role() == Role::candidate);
}

TEST_CASE("3a.06 Who led in an older term restarts nothing (paper, Figure 2, Followers)",
          "[3a.06]") {
  Solo node = Solo::with(1, 3, features_up_to('a'), 4, {});
  step("the leader of term 3 goes on with its heartbeats, and does not know that it is over");
  std::uint64_t ticks = 0;
  for (; node.role() == Role::follower && ticks < 19; ++ticks) {
    node.receive(append(2, 3));
    CHECK(node.status().leader == no_node);
    node.tick();
  }
  CHECK(node.role() == Role::candidate);
  CHECK(node.term() == Term{5});
}
