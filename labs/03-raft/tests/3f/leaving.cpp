// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f: leaders that are left out, nodes that are outside, and nodes that come back (thesis, 4.2.2).
#include <testkit/catch.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;

namespace {

// A leader of 1, 2, 3 that has just appended the configuration 2, 3, 4; nobody else has it yet.
Solo leader_left_out() {
  Solo node = changing_leader(3);
  REQUIRE(ask(node, voters({2, 3, 4})).is_taken());
  agree(node, {2, 3});
  REQUIRE(node.status().configuration == voters({2, 3, 4}));
  REQUIRE(commit_of(node) + 1 == end_of(node));
  return node;
}

}  // namespace

TEST_CASE("3f.14 A leader that is left out leads on, and counts itself in no majority (thesis "
          "4.2.2)",
          "[3f.14]") {
  Solo node = leader_left_out();
  const std::uint64_t entry = end_of(node);
  CHECK(node.role() == Role::leader);
  step("one of the three new voters has the entry");
  agree(node, {2});
  CHECK(commit_of(node) < entry);
  CHECK(node.role() == Role::leader);
  step("a second one has it");
  agree(node, {4});
  CHECK(commit_of(node) == entry);
}

TEST_CASE("3f.15 When its leaving is committed a leader tells the others, steps down, and never "
          "stands again",
          "[3f.15]") {
  Solo node = leader_left_out();
  const std::uint64_t entry = end_of(node);
  const Term term = node.term();
  agree(node, {2});
  static_cast<void>(node.sent());
  step("a majority of the new voters has the entry that leaves it out");
  node.receive(accept(3, term.value(), entry));
  CHECK(node.role() == Role::follower);
  CHECK(node.glance().leader == patina::raft::no_node);
  CHECK(node.term() == term);
  for (const std::uint64_t other : {2, 3, 4}) {
    const std::vector<Message> sent = node.sent_to(other);
    REQUIRE(!sent.empty());
    CHECK(sent.back().commit == Index{entry});
  }
  step("ten election time-outs pass");
  node.tick(10 * node.config().election_ticks_max);
  CHECK(node.role() == Role::follower);
  CHECK(node.sent().empty());
}

TEST_CASE("3f.16 Who alone may have the entry that leaves it out still stands, without a vote of "
          "its own (thesis 4.2.2)",
          "[3f.16]") {
  Solo node = leader_left_out();
  step("the leader crashes before anybody else has that entry, and comes back");
  Solo again(node.config(), node.disk);
  REQUIRE(again.status().configuration == voters({2, 3, 4}));
  again.become_candidate();
  step("one of three votes for it: that is no majority");
  again.receive(vote(2, again.term().value()));
  CHECK(again.role() == Role::candidate);
  step("a second one does");
  again.receive(vote(4, again.term().value()));
  CHECK(again.role() == Role::leader);
  step("its entries are committed: now it may go");
  agree(again, {2, 4});
  CHECK(again.role() == Role::follower);
  CHECK(commit_of(again) == end_of(again));
}

TEST_CASE("3f.17 A spare and a learner take what a leader sends, and never stand", "[3f.17]") {
  Solo node(4, 3, changing());
  step("node 4 is outside of 1, 2, 3, and hears nobody");
  node.tick(10 * node.config().election_ticks_max);
  CHECK(node.role() == Role::follower);
  CHECK(node.sent().empty());
  step("it is sent an old configuration without it, and then becomes a learner");
  CHECK(node.answer(append(1, 1, {}, {configured(1, 1, voters({1, 2})), entry(2, 1, "x")}, 0))
            .is_granted);
  node.tick(10 * node.config().election_ticks_max);
  CHECK(node.role() == Role::follower);
  CHECK(node.answer(append(1, 1, {2, 1}, {configured(3, 1, with_learners(voters({1, 2}), {4}))}, 3))
            .is_granted);
  CHECK(node.applied.size() == 3);
  node.tick(10 * node.config().election_ticks_max);
  CHECK(node.role() == Role::follower);
  CHECK(node.sent(MessageType::pre_vote).empty());
  CHECK(node.sent(MessageType::request_vote).empty());
}

TEST_CASE("3f.18 What a node acknowledged as a member of before counts for nothing when it comes "
          "back (etcd-io/raft #349)",
          "[3f.18]") {
  Solo node = changing_leader(3);
  step("3 acknowledges a command, and its answer is long under way");
  node.propose("x");
  const std::vector<Message> sent = node.sent_to(3);
  REQUIRE(!sent.empty());
  Message late = accept(3, node.term().value(), end_of(node));
  late.round = sent.back().round;
  late.session = sent.back().session;
  step("3 leaves, loses its disk, and is taken back");
  REQUIRE(ask(node, voters({1, 2})).is_taken());
  agree(node, {2});
  agree(node, {2});
  REQUIRE(ask(node, voters({1, 2, 3})).is_taken());
  const std::vector<Message> first = node.sent_to(3);
  REQUIRE(!first.empty());
  step("now the answer arrives, and then 3 says that it has nothing");
  node.receive(late);
  node.receive(refuse(3, node.term().value(), first.back().log_index.value(), {1, 0}));
  const std::vector<Message> again = node.sent_to(3);
  REQUIRE(!again.empty());
  CHECK(again.back().log_index == Index{0});
  CHECK(!again.back().entries.empty());
}
