// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: how a leader replicates and commits (paper, 5.3, 5.4.2 and 8).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::EntryKind;
using patina::raft::features_up_to;
using patina::raft::Refusal;

namespace {

// Node 1 of as many, and it leads: the term after `term`, its log the one of these terms and a
// no-op.
Solo leader(std::uint64_t voters, std::uint64_t term = 0,
            const std::vector<std::uint64_t>& terms = {}) {
  Solo node = Solo::with(1, voters, features_up_to('b'), term, log(1, terms));
  if (voters == 1) {
    node.tick_until(Role::leader);  // it needs nobody's vote
  } else {
    node.become_leader();
  }
  return node;
}

bool has_entry(const std::vector<Message>& messages, std::uint64_t index, std::uint64_t term) {
  for (const Message& message : messages)
    for (const Entry& each : message.entries)
      if (each.index == Index{index} && each.term == Term{term}) return true;
  return false;
}

}  // namespace

TEST_CASE("3b.14 A leader begins with an entry of its own term, and sends it to all others (8)",
          "[3b.14]") {
  Solo node = Solo::with(1, 3, features_up_to('b'), 1, log(1, {1}));
  node.become_candidate();
  step("it is elected for term 2");
  node.receive(vote(2, 2));
  REQUIRE(node.role() == Role::leader);
  CHECK(node.terms() == std::vector<std::uint64_t>{1, 2});
  CHECK(node.entries().back().kind == EntryKind::no_op);
  CHECK(has_entry(node.sent_to(2), 2, 2));
  CHECK(has_entry(node.sent_to(3), 2, 2));
}

TEST_CASE("3b.15 A command goes into the leader's log, and at once to all others (5.3)",
          "[3b.15]") {
  Solo node = leader(3);
  node.receive(accept(2, 1, 1));
  node.receive(accept(3, 1, 1));
  node.sent();
  step("a client's command");
  const auto proposed = node.propose("x");
  CHECK(proposed.is_taken());
  CHECK(proposed.first == Index{2});
  CHECK(proposed.last == Index{2});
  CHECK(proposed.term == Term{1});
  CHECK(node.entries().back() == entry(2, 1, "x"));
  for (const std::uint64_t peer : {2, 3}) {
    const std::vector<Message> sent = node.sent_to(peer);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].type == MessageType::append_entries);
    CHECK(sent[0].log_index == Index{1});
    CHECK(sent[0].log_term == Term{1});
    CHECK(sent[0].entries == std::vector<Entry>{entry(2, 1, "x")});
  }
}

TEST_CASE("3b.16 An entry is committed once a majority has it, the leader included (5.3)",
          "[3b.16]") {
  for (const std::uint64_t voters : {2, 3, 4, 5, 7}) {
    step("of " + std::to_string(voters) + " nodes, one after the other agrees");
    Solo node = leader(voters);
    node.propose("x");
    for (std::uint64_t peer = 2; peer <= voters; ++peer) {
      CHECK((node.glance().commit == Index{2}) == ((peer - 1) * 2 > voters));
      node.receive(accept(peer, 1, 2));
    }
    REQUIRE(node.glance().commit == Index{2});
    CHECK(node.applied.back() == entry(2, 1, "x"));
  }
}

TEST_CASE("3b.17 A leader alone commits at once (5.3)", "[3b.17]") {
  Solo node = leader(1);
  step("nobody need be asked");
  node.propose("x");
  CHECK(node.glance().commit == Index{2});
  CHECK(node.applied.size() == 2);
}

TEST_CASE("3b.18 With an entry all before it are committed, by whichever leader (5.3)", "[3b.18]") {
  Solo node = leader(3, 4, {1, 2, 4});
  node.propose("x");
  step("node 3 has everything up to the command of this term");
  node.receive(accept(3, 5, 5));
  CHECK(node.glance().commit == Index{5});
  REQUIRE(node.applied.size() == 5);
  for (std::uint64_t index = 1; index <= 5; ++index)
    CHECK(node.applied[index - 1].index == Index{index});
}

TEST_CASE("3b.19 A leader commits by counting only entries of its own term (5.4.2)", "[3b.19]") {
  Solo node = leader(3, 2, {1, 2});
  step("both others have entry 2, of term 2; this is term 3");
  node.receive(accept(2, 3, 2));
  node.receive(accept(3, 3, 2));
  CHECK(node.glance().commit == Index{0});
  CHECK(node.applied.empty());
  step("node 2 has entry 3 too, which is of term 3");
  node.receive(accept(2, 3, 3));
  CHECK(node.glance().commit == Index{3});
}

TEST_CASE("3b.20 The followers hear of a commit, with the next heartbeat at the latest (5.3)",
          "[3b.20]") {
  Solo node = leader(3);
  node.propose("x");
  node.receive(accept(2, 1, 2));
  node.receive(accept(3, 1, 2));
  REQUIRE(node.glance().commit == Index{2});
  step("a heartbeat later");
  node.tick(node.config().heartbeat_ticks);
  for (const std::uint64_t peer : {2, 3}) {
    const std::vector<Message> sent = node.sent_to(peer);
    CHECK(std::any_of(sent.begin(), sent.end(), [](const Message& message) {
      return message.type == MessageType::append_entries && message.commit == Index{2};
    }));
  }
}

TEST_CASE("3b.21 A leader that was deposed takes no commands (5.1)", "[3b.21]") {
  Solo node = leader(3);
  CHECK(node.propose("x").is_taken());
  step("term 2 has another leader");
  node.receive(append(2, 2));
  const auto proposed = node.propose("y");
  CHECK_FALSE(proposed.is_taken());
  CHECK(proposed.refusal == Refusal::not_leader);
  CHECK(node.glance().last.index <= Index{2});
}
