// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: how an election ends.
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

TEST_CASE("3a.22 A candidate with votes of more than half leads (paper, 5.2)", "[3a.22]") {
  for (std::uint64_t count = 1; count <= 9; ++count) {
    step(std::to_string(count) + " voters: the votes come one by one");
    Solo node(1, count, features_up_to('a'));
    std::uint64_t votes = 1;  // its own
    if (count == 1) node.tick_until(Role::leader);
    if (count > 1) node.become_candidate();
    for (; votes < count / 2 + 1; ++votes) {
      CHECK(node.role() == Role::candidate);
      node.receive(vote(votes + 1, 1));
    }
    CHECK(node.role() == Role::leader);
    CHECK(node.status().leader == NodeId{1});
    CHECK(node.term() == Term{1});
  }
}

TEST_CASE("3a.23 Half of the votes, or refusals, make no leader (paper, 5.2)", "[3a.23]") {
  for (std::uint64_t count = 2; count <= 8; ++count) {
    step(std::to_string(count) + " voters: half of them grant, all others refuse");
    Solo node(1, count, features_up_to('a'));
    node.become_candidate();
    for (std::uint64_t id = 2; id <= count; ++id)
      node.receive(id <= count / 2 ? vote(id, 1) : no_vote(id, 1));
    CHECK(node.role() != Role::leader);
    CHECK(node.term() == Term{1});
    step("its wait goes on, and then it stands again");
    for (std::uint64_t i = 0; node.term() == Term{1} && i < 19; ++i) node.tick();
    CHECK(node.role() == Role::candidate);
    CHECK(node.term() == Term{2});
  }
}

TEST_CASE("3a.24 A voter counts once, however often its answer comes (paper, 5.2)", "[3a.24]") {
  step("the network doubles the vote of node 2 of five");
  Solo node(1, 5, features_up_to('a'));
  node.become_candidate();
  for (int i = 0; i < 4; ++i) node.receive(vote(2, 1));
  CHECK(node.role() == Role::candidate);
  step("and a refusal of node 3, four times");
  for (int i = 0; i < 4; ++i) node.receive(no_vote(3, 1));
  step("node 4 grants, which makes three");
  node.receive(vote(4, 1));
  CHECK(node.role() == Role::leader);
}

TEST_CASE("3a.25 Votes of one election do not count in the next (paper, 5.2)", "[3a.25]") {
  step("a candidate of five gets one vote, and the election comes to nothing");
  Solo node(1, 5, features_up_to('a'));
  node.become_candidate();
  node.receive(vote(2, 1));
  for (int i = 0; node.term() == Term{1} && i < 19; ++i) node.tick();
  REQUIRE(node.term() == Term{2});
  step("it has asked all four again, in the new term");
  CHECK(node.sent(MessageType::request_vote).size() == 4);
  step("node 3 grants; node 4 granted the old one");
  node.receive(vote(3, 2));
  node.receive(vote(4, 1));
  CHECK(node.role() == Role::candidate);
  node.receive(vote(2, 2));
  CHECK(node.role() == Role::leader);
}

TEST_CASE("3a.26 A candidate gives up for a leader of its term or a newer one (paper, 5.2)",
          "[3a.26]") {
  for (const std::uint64_t newer : {0, 1, 5}) {
    Solo node(1, 3, features_up_to('a'));
    node.become_candidate();
    const std::uint64_t term = node.term().value() + newer;
    step("leader 2 of term " + std::to_string(term) + " is heard in term 1");
    node.receive(append(2, term));
    CHECK(node.role() == Role::follower);
    CHECK(node.term() == Term{term});
    CHECK(node.status().leader == NodeId{2});
    CHECK(node.status().vote == (newer == 0 ? NodeId{1} : no_node));
    step("votes that come late change nothing");
    node.receive(vote(3, 1));
    CHECK(node.role() == Role::follower);
    node.tick(9);
    CHECK(node.role() == Role::follower);
  }
}

TEST_CASE("3a.27 A new leader makes itself known at once, and goes on (paper, 5.2)", "[3a.27]") {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(3);
  config.features = features_up_to('a');
  config.heartbeat_ticks = 3;
  Solo node(config);
  node.become_candidate();
  step("the deciding vote comes, and a heartbeat goes to each of the others");
  const std::vector<Message> first = of_type(node.receive(vote(2, 1)), MessageType::append_entries);
  CHECK(for_node(first, 2).size() == 1);
  CHECK(for_node(first, 3).size() == 1);
  node.sent();
  for (int i = 0; i < 5; ++i) {
    step("the next one is due in three ticks");
    node.tick(2);
    CHECK(node.sent().empty());
    node.tick();
    const std::vector<Message> beat = node.sent(MessageType::append_entries);
    CHECK(beat.size() == 2);
    for (const Message& message : beat) CHECK(message.term == Term{1});
  }
}

TEST_CASE("3a.28 A leader leads until it hears of a newer term (paper, 5.2)", "[3a.28]") {
  Solo node(1, 3, features_up_to('a'));
  node.become_leader();
  step("late votes and refusals of its own election come, and time passes");
  node.receive(vote(3, 1));
  node.receive(no_vote(2, 1));
  node.receive(no_vote(3, 1));
  node.tick(500);
  CHECK(node.role() == Role::leader);
  CHECK(node.term() == Term{1});
  step("somebody refuses in a newer term");
  node.receive(no_vote(2, 2));
  CHECK(node.role() == Role::follower);
  CHECK(node.status().leader == no_node);
}
