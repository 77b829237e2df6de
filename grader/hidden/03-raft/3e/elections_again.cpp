// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, hidden: pre-vote and check-quorum with more nodes, in joint consensus, at the edge of a
// time-out.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

namespace {

Config joint(const Features& features) {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters({1, 2, 3});
  config.configuration.old_voters = voters({1, 4, 5}).voters;
  config.features = features;
  return config;
}

}  // namespace

TEST_CASE("3e.h05 Between two configurations support is needed from a majority of each",
          "[3e.h05]") {
  Solo node(joint(pre_voting()));
  node.tick_until(Role::pre_candidate, 40);
  step("both other voters of the new configuration support it");
  node.receive(pre_vote(2, 1));
  node.receive(pre_vote(3, 1));
  CHECK(node.role() == Role::pre_candidate);
  step("and one of the old");
  node.receive(pre_vote(5, 1));
  CHECK(node.role() == Role::candidate);
}

TEST_CASE("3e.h06 Between two configurations a leader needs to hear a majority of each",
          "[3e.h06]") {
  Solo node(joint(checking()));
  node.become_leader();
  const Term term = node.term();
  step("only the new configuration's nodes answer");
  for (patina::raft::Ticks tick = 0; tick <= 2 * node.config().election_ticks_min; ++tick) {
    node.tick();
    if (node.role() != Role::leader) break;
    node.receive(accept(2, term.value(), 1));
    node.receive(accept(3, term.value(), 1));
  }
  CHECK(node.role() != Role::leader);
}

TEST_CASE("3e.h07 Each word of the leader keeps candidates away for an election time-out more",
          "[3e.h07]") {
  Solo node(1, 3, checking());
  node.become_follower_of(2, 1);
  const patina::raft::Ticks patience = node.config().election_ticks_min;
  step("the leader is heard again just before the time is over");
  node.tick(patience - 1);
  node.become_follower_of(2, 1);
  node.tick(patience - 1);
  node.receive(vote_request(3, 30, {9, 9}));
  CHECK(node.term() == Term{1});
  step("one tick more");
  node.tick();
  node.receive(vote_request(3, 30, {9, 9}));
  CHECK(node.term() == Term{30});
}

TEST_CASE("3e.h08 Who asks about a term that is not newer than the node's is refused in the "
          "node's term",
          "[3e.h08]") {
  Solo node = Solo::with(1, 3, pre_voting(), 6, raft::log(1, {6}));
  step("asked about its own term, by a log that is newer");
  const Message no = node.answer(pre_vote_request(2, 6, {9, 9}));
  CHECK(!no.is_granted);
  CHECK(no.term == Term{6});
  step("asked while a leader is heard");
  node.become_follower_of(3, 6);
  const Message heard = node.answer(pre_vote_request(2, 7, {9, 9}));
  CHECK(!heard.is_granted);
  CHECK(heard.term == Term{6});
}
