// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f: which changes a leader takes, and by which entries they come about (paper, 6).
#include <testkit/catch.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::EntryKind;
using patina::raft::Refusal;

TEST_CASE("3f.01 A change that names nobody, somebody twice, or nothing new is refused",
          "[3f.01]") {
  Solo node = changing_leader(3);
  const std::uint64_t last = end_of(node);
  step("ask for configurations that are none, and for the one in force");
  CHECK(ask(node, {}).refusal == Refusal::invalid);
  CHECK(ask(node, voters({1, 3, 2})).refusal == Refusal::invalid);
  CHECK(ask(node, voters({1, 2, 2})).refusal == Refusal::invalid);
  CHECK(ask(node, voters({0, 1, 2})).refusal == Refusal::invalid);
  CHECK(ask(node, joint({1, 2, 3}, {1, 2})).refusal == Refusal::invalid);
  CHECK(ask(node, with_learners(voters({1, 2}), {5, 4})).refusal == Refusal::invalid);
  CHECK(ask(node, with_learners(voters({1, 2}), {2, 3})).refusal == Refusal::invalid);
  CHECK(ask(node, voters({1, 2, 3})).refusal == Refusal::invalid);
  CHECK(end_of(node) == last);
  step("ask a follower for one that is right");
  Solo follower(2, 3, changing());
  follower.become_follower_of(1, 1);
  CHECK(ask(follower, voters({1, 2})).refusal == Refusal::not_leader);
}

TEST_CASE("3f.02 A new leader changes nothing before it has committed an entry of its own term "
          "(Ongaro, 2015)",
          "[3f.02]") {
  step("node 1 has an entry of term 1, wins term 2, and is asked for a change");
  Solo node = Solo::with(1, 3, changing(), 1, raft::log(1, {1}));
  node.become_leader();
  const std::uint64_t last = end_of(node);
  CHECK(ask(node, voters({1, 2, 3, 4})).refusal == Refusal::busy);
  CHECK(end_of(node) == last);
  step("its own first entry is committed");
  agree(node, {2});
  REQUIRE(commit_of(node) == last);
  CHECK(ask(node, voters({1, 2, 3, 4})).is_taken());
}

TEST_CASE("3f.03 A second change waits until both entries of the first are committed (paper, 6)",
          "[3f.03]") {
  Solo node = changing_leader(3);
  step("ask for one, and for another before its first entry is committed");
  CHECK(ask(node, voters({1, 2, 3, 4})).is_taken());
  CHECK(ask(node, voters({1, 2})).refusal == Refusal::busy);
  step("its first entry is committed, and its second one is not");
  agree(node, {2, 3});
  CHECK(ask(node, voters({1, 2})).refusal == Refusal::busy);
  step("that one too");
  agree(node, {2, 3});
  CHECK(ask(node, voters({1, 2})).is_taken());
}

TEST_CASE("3f.04 Voters change by way of a joint configuration, in force on the leader at once",
          "[3f.04]") {
  Solo node = changing_leader(3);
  const std::uint64_t last = end_of(node);
  step("ask for 4 in the place of 3");
  const patina::raft::Proposed proposed = ask(node, voters({1, 2, 4}));
  REQUIRE(proposed.is_taken());
  CHECK(proposed.first == Index{last + 1});
  REQUIRE(end_of(node) == last + 1);
  const Entry entry = node.entries().back();
  CHECK(entry.kind == EntryKind::configuration);
  CHECK(entry.term == node.term());
  CHECK(entry.data == joint({1, 2, 3}, {1, 2, 4}).encode());
  CHECK(node.status().configuration == joint({1, 2, 3}, {1, 2, 4}));
  step("its entry has been sent to everybody in either half");
  for (const std::uint64_t other : {2, 3, 4}) {
    const std::vector<Message> sent = node.sent_to(other);
    REQUIRE(!sent.empty());
    CHECK(sent.back().type == MessageType::append_entries);
  }
}

TEST_CASE("3f.05 Between two configurations both majorities are needed to commit (paper, 6)",
          "[3f.05]") {
  const auto change = [] {
    Solo node = changing_leader(3);
    REQUIRE(ask(node, voters({1, 4, 5})).is_taken());
    return node;
  };
  step("all of the new one have the joint entry, and of the old one only the leader");
  Solo node = change();
  const std::uint64_t entry = end_of(node);
  agree(node, {4, 5});
  CHECK(commit_of(node) < entry);
  step("one more of the old one");
  node.receive(accept(2, node.term().value(), entry));
  CHECK(commit_of(node) >= entry);
  step("the other way round: first the old one, then the new one");
  Solo other = change();
  agree(other, {2, 3});
  CHECK(commit_of(other) < entry);
  other.receive(accept(4, other.term().value(), entry));
  CHECK(commit_of(other) >= entry);
}

TEST_CASE("3f.06 When the joint entry is committed, and not before, the leader appends the new one",
          "[3f.06]") {
  Solo node = changing_leader(3);
  node.propose("x");
  REQUIRE(ask(node, voters({1, 2, 4})).is_taken());
  const std::uint64_t entry = end_of(node);
  step("the command before it is committed, by both halves");
  node.receive(accept(2, node.term().value(), entry - 1));
  node.receive(accept(4, node.term().value(), entry - 1));
  REQUIRE(commit_of(node) == entry - 1);
  CHECK(end_of(node) == entry);
  step("a majority of one half has the joint entry");
  agree(node, {4});
  CHECK(end_of(node) == entry);
  step("and of the other one");
  node.receive(accept(2, node.term().value(), entry));
  REQUIRE(end_of(node) == entry + 1);
  CHECK(node.entries().back().data == voters({1, 2, 4}).encode());
  CHECK(node.status().configuration == voters({1, 2, 4}));
  CHECK(commit_of(node) == entry);
  step("that is committed by a majority of the new one, and the change is done");
  agree(node, {4});
  CHECK(commit_of(node) == entry + 1);
  CHECK(end_of(node) == entry + 1);
}

TEST_CASE("3f.07 Learners come and go by one entry; they get everything and count for nothing",
          "[3f.07]") {
  Solo node = changing_leader(3);
  const Configuration wanted = with_learners(voters({1, 2, 3}), {4, 5});
  step("ask for two learners");
  REQUIRE(ask(node, wanted).is_taken());
  const std::uint64_t entry = end_of(node);
  CHECK(node.status().configuration == wanted);
  CHECK(!node.sent_to(4).empty());
  step("both have the entry, and no other voter has");
  agree(node, {4, 5});
  CHECK(commit_of(node) < entry);
  step("a voter has it");
  agree(node, {2});
  CHECK(commit_of(node) == entry);
  CHECK(end_of(node) == entry);
  step("a command goes to them as well");
  static_cast<void>(node.sent());
  node.propose("x");
  const std::vector<Message> sent = node.sent_to(4);
  REQUIRE(!sent.empty());
  REQUIRE(!sent.back().entries.empty());
  CHECK(sent.back().entries.back() == node.entries().back());
}

TEST_CASE("3f.08 A voter that becomes a learner votes until the change is done, and then listens",
          "[3f.08]") {
  Solo node = changing_leader(3);
  step("3 shall be a learner; its word counts among the voters of old");
  REQUIRE(ask(node, with_learners(voters({1, 2}), {3})).is_taken());
  const std::uint64_t entry = end_of(node);
  CHECK(node.status().configuration == with_learners(joint({1, 2, 3}, {1, 2}), {3}));
  agree(node, {3});
  CHECK(commit_of(node) < entry);
  node.receive(accept(2, node.term().value(), entry));
  CHECK(commit_of(node) == entry);
  CHECK(node.status().configuration == with_learners(voters({1, 2}), {3}));
  step("the change is done; a command that only 3 has is not committed");
  agree(node, {2, 3});
  node.propose("x");
  agree(node, {3});
  CHECK(commit_of(node) < end_of(node));
  agree(node, {2});
  CHECK(commit_of(node) == end_of(node));
}
