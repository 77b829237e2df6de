// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i: whoever is asked to lead, and those whom it asks for their votes (thesis, 3.10, 4.2.3).
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

#include <utility>

using namespace testkit;
using namespace testkit::raft;

namespace {

// What node 3 asks node 1 when node 2, its leader in this term, has asked it to lead.
Message request_of_asked(std::uint64_t term, std::vector<Entry> log) {
  Solo node = Solo::with(3, 3, leasing(), term, std::move(log));
  node.become_follower_of(2, term);
  node.receive(timeout_now(2, term));
  const std::vector<Message> asked = of_type(node.sent_to(1), MessageType::request_vote);
  REQUIRE(asked.size() == 1);
  return asked[0];
}

}  // namespace

TEST_CASE("3i.07 A follower that is asked to lead stands at once, without a pre-vote, and says why",
          "[3i.07]") {
  Solo node(leasing_config(3));
  node.become_follower_of(2, 4);
  step("its leader asks node 1 to lead");
  node.receive(timeout_now(2, 4));
  CHECK(node.role() == Role::candidate);
  CHECK(node.term() == Term{5});
  const std::vector<Message> asked = node.sent(MessageType::request_vote);
  REQUIRE(asked.size() == 2);
  for (const Message& message : asked) CHECK(message.is_transfer);
  step("it does not win; its next election begins as any other");
  node.tick_until(Role::pre_candidate);
  node.receive(pre_vote(2, node.term().value() + 1));
  const std::vector<Message> again = node.sent(MessageType::request_vote);
  REQUIRE(again.size() == 2);
  for (const Message& message : again) CHECK(!message.is_transfer);
}

TEST_CASE("3i.08 Nobody but a voter that follows, and in this term, can be asked to lead",
          "[3i.08]") {
  step("a learner");
  Config config = leasing_config(3);
  config.configuration.voters = voters({2, 3}).voters;
  config.configuration.learners = {NodeId{1}};
  Solo learner(config);
  learner.become_follower_of(2, 4);
  learner.receive(timeout_now(2, 4));
  CHECK(learner.role() == Role::follower);
  step("a follower, by a leader of an older term");
  Solo node(leasing_config(3));
  node.become_follower_of(2, 4);
  node.receive(timeout_now(3, 3));
  CHECK(node.role() == Role::follower);
  step("a pre-candidate");
  node.tick_until(Role::pre_candidate);
  node.receive(timeout_now(2, 4));
  CHECK(node.role() == Role::pre_candidate);
  step("a leader");
  node.become_leader();
  const Term term = node.term();
  node.receive(timeout_now(2, term.value()));
  CHECK(node.role() == Role::leader);
  CHECK(node.term() == term);
}

TEST_CASE("3i.09 Who hears a leader heeds a candidate that the leader wished for, if its log is as "
          "new, and no other",
          "[3i.09]") {
  Solo node = Solo::with(1, 3, leasing(), 4, raft::log(1, {1, 4}));
  node.become_follower_of(2, 4);
  step("node 3 stands, without a wish");
  node.receive(vote_request(3, 5, {2, 4}));
  CHECK(node.term() == Term{4});
  step("with one, and an older log");
  CHECK(!node.answer(request_of_asked(4, raft::log(1, {1}))).is_granted);
  step("with one, and a log as new");
  node.become_follower_of(2, 5);
  CHECK(node.answer(request_of_asked(5, raft::log(1, {1, 4}))).is_granted);
}
