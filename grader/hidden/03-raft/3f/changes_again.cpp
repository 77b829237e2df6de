// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f once more, with other numbers.
#include <testkit/catch.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::Refusal;

TEST_CASE("3f.h01 A change of learners under way, or another leader's joint entry, bars a change",
          "[3f.h01]") {
  Solo node = changing_leader(3);
  step("a learner is being added");
  CHECK(ask(node, with_learners(voters_up_to(3), {4})).is_taken());
  CHECK(ask(node, with_learners(voters_up_to(3), {5})).refusal == Refusal::busy);
  agree(node, {3});
  CHECK(ask(node, with_learners(voters_up_to(3), {5})).is_taken());
  step("a new leader finds a joint configuration, which is committed together with its own entry");
  Solo heir = Solo::with(1, 3, changing(), 1, {configured(1, 1, joint({1, 2, 3}, {1, 2}))});
  heir.become_leader();
  CHECK(ask(heir, voters({1, 2, 3, 4})).refusal == Refusal::busy);
  agree(heir, {2});
  CHECK(ask(heir, voters({1, 2, 3, 4})).refusal == Refusal::busy);
  agree(heir, {2});
  CHECK(ask(heir, voters({1, 2, 3, 4})).is_taken());
}

TEST_CASE("3f.h02 From five voters to four others three of each are needed", "[3f.h02]") {
  Solo node = changing_leader(5);
  step("1 to 5 become 1, 6, 7, 8");
  REQUIRE(ask(node, voters({1, 6, 7, 8})).is_taken());
  const std::uint64_t entry = end_of(node);
  for (const std::uint64_t other : {6, 7, 8, 2}) {
    node.receive(accept(other, node.term().value(), entry));
    CHECK(commit_of(node) < entry);
  }
  node.receive(accept(5, node.term().value(), entry));
  CHECK(commit_of(node) == entry);
  CHECK(node.status().configuration == voters({1, 6, 7, 8}));
}

TEST_CASE("3f.h03 Both entries of a change are truncated at once, and its first voters are back",
          "[3f.h03]") {
  Solo node(3, 3, changing());
  step("leader 1 leaves node 3 out; leader 2 of a later term knows nothing of that");
  node.receive(append(1, 1, {},
                      {entry(1, 1, "a"), configured(2, 1, joint({1, 2, 3}, {1, 2, 4})),
                       configured(3, 1, voters({1, 2, 4}))}));
  CHECK(node.status().configuration == voters({1, 2, 4}));
  node.receive(append(2, 2, {1, 1}, {entry(2, 2, "b")}));
  CHECK(node.status().configuration == voters({1, 2, 3}));
  step("so it may stand again");
  node.tick_until(Role::pre_candidate);
  CHECK(node.sent(MessageType::pre_vote).size() == 2);
}

TEST_CASE("3f.h04 One of two hands everything to a third, and counts for nothing while it does",
          "[3f.h04]") {
  Solo node = changing_leader(2);
  step("1 and 2 become 2 and 3");
  REQUIRE(ask(node, voters({2, 3})).is_taken());
  agree(node, {2, 3});
  REQUIRE(node.status().configuration == voters({2, 3}));
  const std::uint64_t entry = end_of(node);
  agree(node, {3});
  CHECK(commit_of(node) < entry);
  CHECK(node.role() == Role::leader);
  agree(node, {2});
  CHECK(commit_of(node) == entry);
  CHECK(node.role() == Role::follower);
}

TEST_CASE("3f.h05 Who comes back twice in one leadership is a newcomer each time", "[3f.h05]") {
  Solo node = changing_leader(3);
  Message late;
  for (int turn = 0; turn < 2; ++turn) {
    step("3 acknowledges a command, and its answer is long under way");
    node.propose("x");
    const std::vector<Message> sent = node.sent_to(3);
    REQUIRE(!sent.empty());
    late = accept(3, node.term().value(), end_of(node));
    late.round = sent.back().round;
    late.session = sent.back().session;
    step("3 leaves and is taken back");
    REQUIRE(ask(node, voters({1, 2})).is_taken());
    agree(node, {2});
    agree(node, {2});
    static_cast<void>(node.sent());
    REQUIRE(ask(node, voters({1, 2, 3})).is_taken());
    const std::vector<Message> first = node.sent_to(3);
    REQUIRE(!first.empty());
    step("the answer arrives, and then 3 says that it has nothing");
    node.receive(late);
    node.receive(refuse(3, node.term().value(), first.back().log_index.value(), {1, 0}));
    const std::vector<Message> again = node.sent_to(3);
    REQUIRE(!again.empty());
    CHECK(again.back().log_index == Index{0});
    agree(node, {2, 3});
    agree(node, {2, 3});
    static_cast<void>(node.sent());
  }
}
