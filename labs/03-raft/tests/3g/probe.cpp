// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g: a leader that does not know where a follower stands asks before it talks.
#include <testkit/catch.hpp>
#include <testkit/raft/flowing.hpp>
#include <testkit/raft/print.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

namespace {

// Node 1 has just won term 1. Its messages to the others are in the mailbox.
Solo new_leader() {
  Solo node(narrow(256));
  node.become_candidate();
  node.receive(vote(2, 1));
  REQUIRE(node.role() == Role::leader);
  return node;
}

}  // namespace

TEST_CASE("3g.05 A new leader tries each follower with one message, and waits (etcd "
          "ProgressPaused)",
          "[3g.05]") {
  Solo node = new_leader();
  for (const std::uint64_t peer : {2, 3}) {
    const auto tried = with_entries(node.sent_to(peer));
    REQUIRE(tried.size() == 1);
    CHECK(tried[0].log_index == Index{0});
  }
  step("ten commands, before anybody has answered");
  for (int i = 0; i < 10; ++i) node.propose("x");
  CHECK(with_entries(node.sent()).empty());
  step("node 2 agrees, and is sent all of them; about node 3 nothing has been heard");
  node.receive(accept(2, 1, 1));
  CHECK(entries_in(node.sent_to(2)) == 10);
  CHECK(with_entries(node.sent_to(3)).empty());
  node.propose("x");
  CHECK(entries_in(node.sent_to(2)) == 1);
  CHECK(with_entries(node.sent_to(3)).empty());
  step("it agrees too");
  node.receive(accept(3, 1, 1));
  CHECK(entries_in(node.sent_to(3)) == 11);
}

TEST_CASE("3g.06 To a follower that has agreed each command leaves at once (etcd ProgressLeader)",
          "[3g.06]") {
  Solo node = flowing_leader(narrow(256));
  step("a hundred commands without an answer");
  for (std::uint64_t i = 2; i <= 101; ++i) {
    node.propose("x");
    for (const std::uint64_t peer : {2, 3}) {
      const auto sent = node.sent_to(peer);
      REQUIRE(sent.size() == 1);
      REQUIRE(sent[0].log_index == Index{i - 1});
      REQUIRE(sent[0].entries.size() == 1);
    }
  }
  step("one answer to all of them");
  node.receive(accept(2, 1, 101));
  CHECK(node.glance().commit == Index{101});
  CHECK(with_entries(node.sent_to(2)).empty());
}

TEST_CASE("3g.07 A lost probe is made good by the answer to the next heartbeat (etcd "
          "ProgressResumeByHeartbeatResp)",
          "[3g.07]") {
  Solo node = new_leader();
  step("the first message to node 2 is lost");
  node.sent();
  node.propose("x");
  CHECK(with_entries(node.sent()).empty());
  step("heartbeats go meanwhile, and bring nothing");
  std::vector<Message> beats;
  for (int i = 0; i < 3; ++i) {
    node.tick(node.config().heartbeat_ticks);
    beats = node.sent_to(2);
    REQUIRE(beats.size() == 1);
    CHECK(beats[0].entries.empty());
    CHECK(beats[0].log_index == Index{0});
  }
  step("node 2 answers one");
  Follower two{2, 0};
  node.receive(two.answer_to(beats[0]));
  const auto sent = with_entries(node.sent_to(2));
  CHECK(entries_in(sent) == 2);
  for (const Message& message : sent) node.receive(two.answer_to(message));
  CHECK(two.has == 2);
  CHECK(node.glance().commit == Index{2});
}

TEST_CASE("3g.08 After a refusal one message tries, and the rest follows once it is agreed to "
          "(etcd Progress.BecomeProbe)",
          "[3g.08]") {
  Solo node = flowing_leader(narrow(256));
  Follower two{2, 1};
  step("the first of twenty messages to node 2 is lost, and it refuses the others");
  std::vector<Message> answers;
  for (int i = 0; i < 20; ++i) {
    node.propose("x");
    const auto sent = node.sent_to(2);
    if (i > 0)
      for (const Message& message : sent) answers.push_back(two.answer_to(message));
  }
  std::vector<Message> tried;
  for (const Message& answer : answers) node.receive(answer);
  tried = node.sent_to(2);
  CHECK(with_entries(tried).size() <= 1);
  step("commands that come meanwhile wait");
  for (int i = 0; i < 5; ++i) node.propose("y");
  CHECK(with_entries(node.sent_to(2)).size() + with_entries(tried).size() <= 1);
  step("it answers what it is asked, heartbeats too");
  for (int rounds = 0; rounds < 8 && two.has < 26; ++rounds) {
    for (const Message& message : tried) node.receive(two.answer_to(message));
    node.tick(node.config().heartbeat_ticks);
    tried = node.sent_to(2);
  }
  CHECK(two.has == 26);
  step("and then each command leaves at once again");
  for (int i = 0; i < 5; ++i) {
    node.propose("z");
    CHECK(entries_in(node.sent_to(2)) == 1);
  }
}
