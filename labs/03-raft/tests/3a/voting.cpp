// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: to whom a node gives its vote.
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

TEST_CASE("3a.16 A node votes once a term, for who asks first (paper, 5.2)", "[3a.16]") {
  Solo node(1, 5, features_up_to('a'));
  for (const std::uint64_t term : {1, 2, 9}) {
    step("nodes 3, 2 and 4 ask in term " + std::to_string(term));
    const Message first = node.answer(vote_request(3, term));
    CHECK(first.type == MessageType::vote_response);
    CHECK(first.is_granted);
    CHECK(first.term == Term{term});
    CHECK_FALSE(node.answer(vote_request(2, term)).is_granted);
    CHECK_FALSE(node.answer(vote_request(4, term)).is_granted);
    CHECK(node.status().vote == NodeId{3});
  }
}

TEST_CASE("3a.17 Who got the vote gets it again: the first answer may be lost (paper, Figure 2)",
          "[3a.17]") {
  step("node 2 asks, and then asks again");
  Solo node(1, 3, features_up_to('a'));
  CHECK(node.answer(vote_request(2, 1)).is_granted);
  CHECK(node.answer(vote_request(2, 1)).is_granted);
  CHECK(node.status().vote == NodeId{2});
  step("a node that comes up with a vote for 3 in term 5 is asked by 2 and by 3");
  Solo other = Solo::with(1, 3, features_up_to('a'), 5, {}, 3);
  CHECK_FALSE(other.answer(vote_request(2, 5)).is_granted);
  CHECK(other.answer(vote_request(3, 5)).is_granted);
}

TEST_CASE("3a.18 Only a log as up to date as the voter's gets the vote (paper, 5.4.1)",
          "[3a.18]") {
  struct Row {
    std::vector<std::uint64_t> voter;  // terms of its entries
    At candidate;                      // where the candidate's log ends
    bool is_granted;
  };
  const std::vector<Row> rows = {
      {{}, {0, 0}, true},      {{}, {1, 1}, true},      {{1}, {0, 0}, false},
      {{1}, {1, 1}, true},     {{1}, {2, 1}, true},     {{1, 1}, {1, 1}, false},
      {{1}, {1, 2}, true},     {{1, 1}, {1, 2}, true},  {{1, 1, 1}, {2, 3}, true},
      {{2}, {1, 1}, false},    {{2}, {2, 1}, false},    {{1, 2}, {9, 1}, false},
      {{1, 1}, {2, 1}, true},  {{1, 3}, {3, 2}, false}, {{1, 3}, {1, 3}, false}};
  for (const Row& row : rows) {
    Solo node = Solo::with(1, 3, features_up_to('a'), 3, log(1, row.voter));
    std::string terms;
    for (const std::uint64_t term : row.voter) terms += " " + std::to_string(term);
    step("a voter " + (terms.empty() ? "without entries" : "with entries of the terms" + terms) +
         " is asked for a log up to " + std::to_string(row.candidate.index) + ":" +
         std::to_string(row.candidate.term));
    const Message answer = node.answer(vote_request(2, 4, row.candidate));
    CHECK(answer.is_granted == row.is_granted);
    CHECK(answer.term == Term{4});
    CHECK(node.status().vote == (row.is_granted ? NodeId{2} : no_node));
  }
}

TEST_CASE("3a.19 A refused candidate does not cost the vote (paper, Figure 2)", "[3a.19]") {
  step("node 2, whose log is behind, asks in term 4; then node 3, whose log is not");
  Solo node = Solo::with(1, 3, features_up_to('a'), 3, log(1, {1, 3}));
  CHECK_FALSE(node.answer(vote_request(2, 4, {1, 1})).is_granted);
  CHECK(node.answer(vote_request(3, 4, {2, 3})).is_granted);
}

TEST_CASE("3a.20 A candidate asks with the end of its log (paper, 5.4.1)", "[3a.20]") {
  struct Row {
    std::vector<std::uint64_t> terms;
    At last;
  };
  for (const Row& row : std::vector<Row>{{{}, {0, 0}}, {{1}, {1, 1}}, {{1, 2, 2, 5}, {4, 5}}}) {
    Solo node = Solo::with(1, 3, features_up_to('a'), 6, log(1, row.terms));
    step("a log of " + std::to_string(row.terms.size()) + " entries");
    node.tick_until(Role::candidate);
    const std::vector<Message> asked = node.sent(MessageType::request_vote);
    REQUIRE(asked.size() == 2);
    for (const Message& message : asked) {
      CHECK(message.log_index == Index{row.last.index});
      CHECK(message.log_term == Term{row.last.term});
      CHECK(message.term == Term{7});
    }
  }
}

TEST_CASE("3a.21 Who stands has given its vote to itself (paper, 5.2)", "[3a.21]") {
  for (const bool is_leader : {false, true}) {
    Solo node(1, 3, features_up_to('a'));
    step(is_leader ? "a leader is asked in its own term" : "a candidate is asked in its own term");
    if (is_leader) {
      node.become_leader();
    } else {
      node.become_candidate();
    }
    const Role before = node.role();
    CHECK_FALSE(node.answer(vote_request(2, node.term().value(), {9, 1})).is_granted);
    CHECK(node.role() == before);
  }
}
