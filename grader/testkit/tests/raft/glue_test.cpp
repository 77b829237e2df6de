// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What lab 03 gives its learners: doors.hpp and raft.hpp, between the rules of the tasks.
#include <catch2/catch.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit::raft;
using patina::raft::Term;

// Or else: the late heartbeat of a leader is refused with a round of its successor's; it leads
// again, takes that for an answer to a question which it has not asked, and reads what is old.
TEST_CASE("An answer echoes no round but that of this term's leader, to whom it goes") {
  Solo node(3, 3, reading());
  Message beat = append(2, 2);
  beat.round = 60;
  CHECK(node.answer(beat).round == 60);
  node.tick(node.config().election_ticks_min);
  CHECK(node.answer(vote_request(1, 3)).is_granted);
  Message late = append(1, 1);
  late.round = 2;
  const Message refusal = node.answer(late);
  CHECK(refusal.term == Term{3});
  CHECK(refusal.round == 0);
}

TEST_CASE("Who refuses an older term says nothing of its log: it is not sent the log anew") {
  Solo node(1, 3, patina::raft::features_up_to('b'));
  node.become_leader();
  const std::uint64_t term = node.term().value();
  for (int i = 0; i < 5; ++i) node.propose("x");
  static_cast<void>(node.sent());
  CHECK(node.receive(refuse(2, term, 3)).empty());
  node.propose("y");
  for (const Message& message : node.sent_to(2)) CHECK(message.entries.size() == 1);
}

TEST_CASE("A node that comes up is in the newest term on its disk, and has not voted in it") {
  Restored restored;
  restored.hard_state = {Term{2}, NodeId{3}, {}};
  restored.snapshot = snapshot({5, 5}, voters_up_to(3), {});
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(3);
  config.features = patina::raft::features_up_to('d');
  Solo node(config, restored);
  CHECK(node.term() == Term{5});
  CHECK(node.status().vote == patina::raft::no_node);
}
