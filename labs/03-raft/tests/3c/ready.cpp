// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: what a Ready holds and what it leaves out; what a node is after a restart.
#include <testkit/catch.hpp>

#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

Solo slow(std::uint64_t term, std::vector<Entry> entries, std::uint64_t vote = 0) {
  Solo node = Solo::with(2, 3, features_up_to('c'), term, std::move(entries), vote);
  node.is_written_at_once = false;
  return node;
}

// The node as it comes up again from its own disk.
Solo restarted(const Solo& node) {
  Solo again(node.config(), node.disk);
  again.is_written_at_once = false;
  return again;
}

}  // namespace

TEST_CASE("3c.08 Where nothing changed nothing is written (Figure 2)", "[3c.08]") {
  Solo node = slow(3, log(1, {1, 3}), 1);
  step("a node that has just come up has nothing to write");
  while (node->has_ready()) {
    Said said = begin_to_write(node);
    CHECK_FALSE(said.ready.hard_state.has_value());
    CHECK(said.ready.append.is_empty());
    end_writing(node, said);
  }
  step("heartbeats, and a request for a vote that it gave to another: answers, and nothing else");
  for (int i = 0; i < 5; ++i) {
    node.receive(append(1, 3, {2, 3}));
    node.receive(vote_request(3, 3, {2, 3}));
    while (node->has_ready()) {
      Said said = begin_to_write(node);
      CHECK_FALSE(said.ready.hard_state.has_value());
      CHECK(said.ready.append.is_empty());
      CHECK_FALSE(said.ready.must_sync);
      end_writing(node, said);
    }
  }
}

TEST_CASE(
    "3c.09 A sync is asked for where term, vote or entries changed, and not for a commit index",
    "[3c.09]") {
  Solo node = slow(1, {});
  std::uint64_t syncs = 0;
  const auto play = [&] {
    while (node->has_ready()) {
      Said said = begin_to_write(node);
      syncs += said.ready.must_sync ? 1 : 0;
      end_writing(node, said);
    }
  };
  step("a hundred entries, each committed by a heartbeat of its own");
  for (std::uint64_t i = 1; i <= 100; ++i) {
    const At previous{i - 1, i == 1 ? 0u : 1u};
    node.receive(append(1, 1, previous, log(i, {1}), i - 1));
    play();
    node.receive(append(1, 1, {i, 1}, {}, i));
    play();
  }
  CHECK(node.glance().commit == Index{100});
  CHECK(node.applied.size() == 100);
  step("a hundred syncs for a hundred entries; a few more would be forgiven");
  CHECK(syncs >= 100);
  CHECK(syncs <= 110);
}

TEST_CASE("3c.10 Entries are written once, and from the first one on that was replaced (5.3)",
          "[3c.10]") {
  Solo node = slow(1, log(1, {1, 1, 1, 1, 1}));
  spoken(node);
  step("a leader of term 2 replaces the last two by one");
  node.receive(append(1, 2, {3, 1}, log(4, {2})));
  std::uint64_t written = 0;
  const auto play = [&] {
    while (node->has_ready()) {
      Said said = begin_to_write(node);
      written += said.ready.append.size();
      end_writing(node, said);
    }
  };
  play();
  CHECK(written == 1);
  CHECK(node.disk.entries == node.entries());
  step("new ones come behind it, again and again: only they are written");
  for (std::uint64_t i = 5; i < 105; ++i) {
    node.receive(append(1, 2, {i - 1, 2}, log(i, {2})));
    play();
  }
  CHECK(written == 101);
  CHECK(node.disk.entries == node.entries());
  CHECK(node.disk.entries.size() == 104);
}

TEST_CASE("3c.11 What is replaced while it is being written does not count as written (etcd's ABA)",
          "[3c.11]") {
  Solo node = slow(2, log(1, {1}));
  step("three entries of term 2 come, and the disk begins to write them");
  node.receive(append(1, 2, {1, 1}, log(2, {2, 2, 2})));
  Said first = begin_to_write(node);
  step("meanwhile a leader of term 3 replaces them by two");
  node.receive(append(3, 3, {1, 1}, log(2, {3, 3})));
  step("the disk is done with the old ones: no word to the new leader yet");
  for (const Message& each : for_node(end_writing(node, first), 3))
    CHECK_FALSE((each.type == MessageType::append_response && each.is_granted));
  step("the next Ready writes the new ones; then it says so");
  std::vector<Message> answers = for_node(spoken(node), 3);
  REQUIRE_FALSE(answers.empty());
  CHECK(answers.back().log_index == Index{3});
  CHECK(node.disk.entries == node.entries());
  CHECK(node.disk.hard_state.term == Term{3});
}

TEST_CASE("3c.12 A restarted node remembers its term and its vote (5.2)", "[3c.12]") {
  Solo node = slow(1, log(1, {1}));
  step("it votes for node 1 in term 5, and crashes");
  node.receive(vote_request(1, 5, {1, 1}));
  spoken(node);
  Solo again = restarted(node);
  CHECK(again.term() == Term{5});
  CHECK(again.status().vote == NodeId{1});
  step("node 3 asks in the same term, and node 1 asks once more");
  again.receive(vote_request(3, 5, {1, 1}));
  for (const Message& each : of_type(for_node(spoken(again), 3), MessageType::vote_response))
    CHECK_FALSE(each.is_granted);
  again.receive(vote_request(1, 5, {1, 1}));
  const std::vector<Message> votes = of_type(spoken(again), MessageType::vote_response);
  REQUIRE(votes.size() == 1);
  CHECK(votes.front().is_granted);
  step("another restart, as a candidate: never twice in one term");
  again.tick_until(Role::candidate);
  spoken(again);
  const Term stood_in = again.term();
  Solo third = restarted(again);
  CHECK(third.term() == stood_in);
  CHECK(third.role() == Role::follower);
  third.tick_until(Role::candidate);
  CHECK(third.term() > stood_in);
}

TEST_CASE("3c.13 A restarted node has its log, and judges candidates by it (5.4.1)", "[3c.13]") {
  Solo node = slow(1, log(1, {1}));
  node.receive(append(1, 2, {1, 1}, log(2, {2, 2})));
  spoken(node);
  Solo again = restarted(node);
  CHECK(again.terms() == std::vector<std::uint64_t>{1, 2, 2});
  step("a candidate whose log is shorter gets no vote");
  again.receive(vote_request(3, 3, {2, 2}));
  for (const Message& each : of_type(spoken(again), MessageType::vote_response))
    CHECK_FALSE(each.is_granted);
  step("a leader goes on where the log ends");
  again.receive(append(1, 4, {3, 2}, log(4, {4})));
  const std::vector<Message> answers = of_type(spoken(again), MessageType::append_response);
  REQUIRE_FALSE(answers.empty());
  CHECK(answers.back().is_granted);
  CHECK(again.terms() == std::vector<std::uint64_t>{1, 2, 2, 4});
  CHECK(again.disk.entries == again.entries());
}

TEST_CASE("3c.14 After a restart what is committed is applied again, in order and once (5.3)",
          "[3c.14]") {
  Solo node = slow(1, {});
  node.receive(append(1, 1, {}, log(1, {1, 1, 1, 1}), 3));
  spoken(node);
  CHECK(node.applied == log(1, {1, 1, 1}));
  step("its state machine was in memory: a new one is given everything that is known committed");
  Solo again = restarted(node);
  spoken(again);
  again.receive(append(1, 1, {4, 1}, {}, 3));
  spoken(again);
  again.receive(append(1, 1, {4, 1}, log(5, {1}), 5));
  spoken(again);
  again.receive(append(1, 1, {5, 1}, {}, 5));
  spoken(again);
  CHECK(again.applied == log(1, {1, 1, 1, 1, 1}));
}
