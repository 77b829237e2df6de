// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, check-quorum: a leader that nobody hears, and candidates that nobody needs (thesis, 6.2,
// 4.2.3).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3e.21 A leader that hears no majority for an election time-out steps down (thesis 6.2)",
          "[3e.21]") {
  Solo node(1, 5, checking());
  node.become_leader();
  const Term term = node.term();
  step("of four others one answers; time goes on");
  for (patina::raft::Ticks tick = 0; tick <= 2 * node.config().election_ticks_min; ++tick) {
    node.tick();
    if (node.role() == Role::leader) node.receive(accept(2, term.value(), 1));
  }
  CHECK(node.role() != Role::leader);
  CHECK(node.glance().leader == patina::raft::no_node);
}

TEST_CASE("3e.22 A leader that hears a majority stays, for however long", "[3e.22]") {
  Solo node(1, 5, checking());
  node.become_leader();
  const Term term = node.term();
  step("two of four others answer now and then");
  for (patina::raft::Ticks tick = 0; tick < 20 * node.config().election_ticks_max; ++tick) {
    node.tick();
    if (tick % (node.config().election_ticks_min / 2) == 0) {
      node.receive(accept(2, term.value(), 1));
      node.receive(accept(4, term.value(), 1));
    }
  }
  CHECK(node.role() == Role::leader);
  CHECK(node.term() == term);
}

TEST_CASE("3e.23 Who hears a leader looks at no candidate, nor at its term (thesis 4.2.3)",
          "[3e.23]") {
  Solo node(1, 3, checking());
  node.become_follower_of(2, 1);
  step("node 3, which the leader does not reach, stands in term 9");
  node.receive(vote_request(3, 9, {9, 9}));
  CHECK(node.term() == Term{1});
  CHECK(node.glance().leader == NodeId{2});
  CHECK(node.sent(MessageType::vote_response).empty());
}

TEST_CASE("3e.24 When the leader has been silent for an election time-out a candidate is heard "
          "again",
          "[3e.24]") {
  Solo node(1, 3, checking());
  node.become_follower_of(2, 1);
  step("the shortest time-out passes without a word of the leader");
  node.tick(node.config().election_ticks_min);
  const Message answer = node.answer(vote_request(3, 20, {9, 9}));
  CHECK(answer.is_granted);
  CHECK(node.term() == Term{20});
}

TEST_CASE("3e.25 A leader in office is deposed by no candidate, and by a newer term in an answer",
          "[3e.25]") {
  Solo node(1, 3, checking());
  node.become_leader();
  step("node 3 stands in term 8");
  node.receive(vote_request(3, 8, {9, 9}));
  CHECK(node.role() == Role::leader);
  step("node 3 refuses the leader's message, in term 8");
  node.receive(refuse(3, 8, 0));
  CHECK(node.role() != Role::leader);
  CHECK(node.term() == Term{8});
}

TEST_CASE("3e.26 Who hears a leader supports nobody else, however new its log (thesis 9.6)",
          "[3e.26]") {
  Solo node(1, 3, pre_voting());
  node.become_follower_of(2, 1);
  step("node 3, which the leader does not reach, asks about the next term");
  const Message heard = node.answer(pre_vote_request(3, 2, {9, 9}));
  CHECK(!heard.is_granted);
  CHECK(node.glance().leader == NodeId{2});
  step("the leader falls silent for an election time-out");
  node.tick(node.config().election_ticks_min);
  CHECK(node.answer(pre_vote_request(3, 2, {9, 9})).is_granted);
}
