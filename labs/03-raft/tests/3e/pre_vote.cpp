// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, pre-vote: asking before a term is begun (thesis, 9.6).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3e.13 Whose timer runs out asks first, and changes neither term nor vote (thesis 9.6)",
          "[3e.13]") {
  Solo node = Solo::with(1, 3, pre_voting(), 4, raft::log(1, {2, 4}));
  node.become_follower_of(2, 4);
  step("node 1 hears nothing more until its timer runs out");
  node.tick_until(Role::pre_candidate, 40);
  CHECK(node.term() == Term{4});
  CHECK(node.status().vote == patina::raft::no_node);
  CHECK(node.glance().leader == patina::raft::no_node);
  const std::vector<Message> asked = node.sent();
  REQUIRE(asked.size() == 2);
  for (const Message& message : asked) {
    CHECK(message.type == MessageType::pre_vote);
    CHECK(message.term == Term{5});
    CHECK(message.log_index == Index{2});
    CHECK(message.log_term == Term{4});
  }
}

TEST_CASE("3e.14 With the support of a majority it stands for election in the term it asked about",
          "[3e.14]") {
  Solo node(1, 5, pre_voting());
  node.tick_until(Role::pre_candidate, 40);
  step("one of five supports it, and says so twice");
  node.receive(pre_vote(2, 1));
  node.receive(pre_vote(2, 1));
  CHECK(node.role() == Role::pre_candidate);
  step("a second one does");
  static_cast<void>(node.sent());
  node.receive(pre_vote(3, 1));
  CHECK(node.role() == Role::candidate);
  CHECK(node.term() == Term{1});
  CHECK(node.sent(MessageType::request_vote).size() == 4);
}

TEST_CASE("3e.15 A yes carries the term that was asked about, a no the node's own", "[3e.15]") {
  Solo node = Solo::with(1, 3, pre_voting(), 5, raft::log(1, {5}));
  step("a node of term 7 asks about term 8");
  const Message yes = node.answer(pre_vote_request(2, 8, {1, 5}));
  CHECK(yes.is_granted);
  CHECK(yes.term == Term{8});
  CHECK(node.term() == Term{5});
  step("a node that has fallen behind asks about term 3");
  const Message no = node.answer(pre_vote_request(3, 3, {1, 5}));
  CHECK(!no.is_granted);
  CHECK(no.term == Term{5});
}

TEST_CASE("3e.16 Support goes only to a log that is as new as one's own (paper 5.4.1)", "[3e.16]") {
  Solo node = Solo::with(1, 3, pre_voting(), 3, raft::log(1, {1, 3}));
  step("asked by a longer log whose last term is older");
  CHECK(!node.answer(pre_vote_request(2, 4, {9, 2})).is_granted);
  step("by a shorter one of the same term");
  CHECK(!node.answer(pre_vote_request(2, 4, {1, 3})).is_granted);
  step("by one just as new");
  CHECK(node.answer(pre_vote_request(2, 4, {2, 3})).is_granted);
}

TEST_CASE("3e.17 Support binds to nothing: it is given to two, and the vote is still free",
          "[3e.17]") {
  Solo node(1, 3, pre_voting());
  step("nodes 2 and 3 ask about the same term");
  CHECK(node.answer(pre_vote_request(2, 1)).is_granted);
  CHECK(node.answer(pre_vote_request(3, 1)).is_granted);
  CHECK(node.status().vote == patina::raft::no_node);
  step("node 3 is the first that stands");
  CHECK(node.answer(vote_request(3, 1)).is_granted);
}

TEST_CASE("3e.18 A no from a newer term is learnt, and the node follows in that term", "[3e.18]") {
  Solo node(1, 3, pre_voting());
  node.tick_until(Role::pre_candidate, 40);
  step("node 2 says no; it is in term 6");
  node.receive(no_pre_vote(2, 6));
  CHECK(node.term() == Term{6});
  CHECK(node.role() == Role::follower);
}

TEST_CASE("3e.19 Support for another term does not count, nor does it in a real election",
          "[3e.19]") {
  Solo node(1, 5, pre_voting());
  node.tick_until(Role::pre_candidate, 40);
  step("late support for a term further on arrives, from two nodes");
  node.receive(pre_vote(2, 4));
  node.receive(pre_vote(3, 4));
  CHECK(node.role() == Role::pre_candidate);
  step("it is supported, and stands; then more support arrives");
  node.receive(pre_vote(2, 1));
  node.receive(pre_vote(3, 1));
  REQUIRE(node.role() == Role::candidate);
  node.receive(pre_vote(4, 1));
  node.receive(pre_vote(5, 2));
  CHECK(node.role() == Role::candidate);
}

TEST_CASE("3e.20 A node alone stands without asking anybody", "[3e.20]") {
  Solo node(1, 1, pre_voting());
  step("the only node hears nothing");
  node.tick_until(Role::leader, 40);
  CHECK(node.term() == Term{1});
}
