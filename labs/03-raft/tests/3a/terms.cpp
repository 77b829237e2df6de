// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: terms tell old and new apart.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using patina::raft::no_node;

namespace {

const std::vector<Role> roles = {Role::follower, Role::candidate, Role::leader};

// Node 1 of three, in term 3 and in this role; its log ends with 2:2.
Solo node_in(Role role) {
  const std::uint64_t before = role == Role::follower ? 3 : 2;
  Solo node = Solo::with(1, 3, features_up_to('a'), before, log(1, {1, 2}));
  if (role == Role::candidate) node.become_candidate();
  if (role == Role::leader) node.become_leader();
  return node;
}

}  // namespace

TEST_CASE("3a.11 Whoever hears of a newer term follows it, and has not voted in it (paper, 5.1)",
          "[3a.11]") {
  const std::vector<Message> messages = {vote_request(2, 7), vote(2, 7), no_vote(2, 7),
                                         append(2, 7), accept(2, 7, 0), refuse(2, 7, 0)};
  for (const Role role : roles) {
    for (const Message& message : messages) {
      Solo node = node_in(role);
      step("a " + std::string(name_of(role)) + " of term 3 gets: " + describe(message));
      node.receive(message);
      CHECK(node.role() == Role::follower);
      CHECK(node.term() == Term{7});
      CHECK(node.status().vote == no_node);  // the request's log is behind, so it is refused too
    }
  }
}

TEST_CASE("3a.12 A request of an older term is refused with the newer term (paper, 5.1)",
          "[3a.12]") {
  const std::vector<Message> requests = {vote_request(2, 2, {9, 2}), append(2, 2),
                                         install(2, 2, snapshot({1, 1}, voters_up_to(3), "s"))};
  for (const Role role : roles) {
    for (const Message& request : requests) {
      Solo node = node_in(role);
      const auto before = node.glance();
      step("a " + std::string(name_of(role)) + " of term 3 gets: " + describe(request));
      const Message answer = node.answer(request);
      CHECK(answer.term == Term{3});
      CHECK_FALSE(answer.is_granted);
      const bool is_vote = request.type == MessageType::request_vote;
      CHECK(answer.type == (is_vote ? MessageType::vote_response : MessageType::append_response));
      CHECK(node.glance() == before);
    }
  }
}

TEST_CASE("3a.13 An answer of an older term is ignored (paper, 5.1)", "[3a.13]") {
  for (const Role role : roles) {
    Solo node = node_in(role);
    const auto before = node.glance();
    step("a " + std::string(name_of(role)) + " of term 3 gets votes of term 2");
    node.receive(vote(2, 2));
    node.receive(vote(3, 2));
    node.receive(no_vote(2, 1));
    node.receive(accept(2, 2, 2));
    CHECK(node.glance() == before);
    CHECK(node.sent().empty());
  }
}

TEST_CASE("3a.14 A vote is forgotten when the term changes, and only then (paper, 5.1, 5.2)",
          "[3a.14]") {
  Solo node(1, 5, features_up_to('a'));
  step("node 2 gets the vote of term 3");
  CHECK(node.answer(vote_request(2, 3)).is_granted);
  step("leader 3 of the same term is heard, and a late candidate 4 asks");
  node.receive(append(3, 3));
  CHECK_FALSE(node.answer(vote_request(4, 3)).is_granted);
  CHECK(node.status().vote == NodeId{2});
  step("candidate 4 asks in term 4");
  CHECK(node.answer(vote_request(4, 4)).is_granted);
  step("it stands itself, hears leader 3 of its own term, and candidate 4 asks in that term");
  node.become_candidate();
  const std::uint64_t term = node.term().value();
  node.receive(append(3, term));
  REQUIRE(node.role() == Role::follower);
  CHECK_FALSE(node.answer(vote_request(4, term)).is_granted);
  CHECK(node.status().vote == NodeId{1});
}

TEST_CASE("3a.15 A leader that hears of a newer term falls silent, and waits (paper, 5.1)",
          "[3a.15]") {
  for (const Message& message : {vote_request(2, 7), refuse(2, 7, 0), append(2, 7)}) {
    Solo node = node_in(Role::leader);
    step("a leader of term 3 for a hundred ticks gets: " + describe(message));
    node.tick(100);
    node.receive(message);
    node.sent();
    node.tick(5);
    CHECK(node.sent().empty());
    step("nothing follows, and it stands again");
    const std::uint64_t ticks = node.tick_until(Role::candidate, 14);
    CHECK(ticks + 5 <= 19);
    CHECK(node.term() == Term{8});
  }
}
