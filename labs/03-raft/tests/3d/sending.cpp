// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: a leader whose log no longer holds what a peer needs.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

// Node 1 leads term 5, with a log of 1:1 1 2 2 3 and its no-op, and a snapshot of all of that but
// `kept` entries. Node 2 holds all of it. Of node 3 nothing is known.
static Solo leader(std::uint64_t kept = 0) {
  Solo node = Solo::with(1, 3, features_up_to('d'), 4, log(1, {1, 1, 2, 2, 3}));
  node.become_leader();
  node.receive(accept(2, 5, 6));
  node->compact(Index{6 - kept}, Bytes("state"));
  node.pump();
  node.sent();
  return node;
}

static std::vector<Message> snapshots(std::vector<Message> messages) {
  return of_type(messages, MessageType::install_snapshot);
}

TEST_CASE("3d.28 A peer that needs what was compacted away is sent the snapshot, then the rest",
          "[3d.28]") {
  Solo node = leader(2);
  step("node 3 has nothing");
  const auto sent = snapshots(node.receive(refuse(3, 5, 5, {1, 0})));
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].to == NodeId{3});
  CHECK(sent[0].term == Term{5});
  REQUIRE(sent[0].snapshot != nullptr);
  CHECK(sent[0].snapshot->index == Index{4});
  CHECK(sent[0].snapshot->term == Term{2});
  CHECK(sent[0].snapshot->configuration == voters_up_to(3));
  CHECK(sent[0].snapshot->data == Bytes("state"));
  step("it has taken it");
  const auto next = of_type(node.receive(accept(3, 5, 4)), MessageType::append_entries);
  REQUIRE(next.size() == 1);
  CHECK(next[0].log_index == Index{4});
  CHECK(next[0].log_term == Term{2});
  CHECK(next[0].entries == node.entries());
}

TEST_CASE("3d.29 A peer that needs only what is still here is sent no snapshot", "[3d.29]") {
  Solo node = leader(2);
  const auto sent = node.receive(refuse(3, 5, 5, {5, 0}));
  CHECK(snapshots(sent).empty());
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].log_index == Index{4});
  CHECK(sent[0].log_term == Term{2});
}

TEST_CASE("3d.30 While a snapshot is under way no other one is sent, whatever happens", "[3d.30]") {
  Solo node = leader();
  REQUIRE(snapshots(node.receive(refuse(3, 5, 5, {1, 0}))).size() == 1);
  node.sent();
  std::uint64_t again = 0;
  std::uint64_t heartbeats = 0;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    node.tick();
    node.propose("x");
    node.receive(accept(2, 5, 6 + i));
    again += snapshots(node.sent_to(3)).size();
    heartbeats += node.sent().empty() ? 0 : 1;
  }
  INFO("in 40 ticks without an answer the snapshot was sent " << again << " times more");
  CHECK(again <= 4);  // once an election time-out would do
  CHECK(heartbeats > 0);
}

TEST_CASE("3d.31 A peer that is sent a snapshot hears from its leader meanwhile", "[3d.31]") {
  Solo node = leader();
  node.receive(refuse(3, 5, 5, {1, 0}));
  node.sent();
  std::uint64_t silent = 0;
  for (std::uint64_t i = 1; i <= 30; ++i) {
    node.tick();
    silent = node.sent_to(3).empty() ? silent + 1 : 0;
    CHECK(silent < node.config().election_ticks_min);
  }
}

TEST_CASE("3d.32 A snapshot that was lost is sent again, once what follows it is refused",
          "[3d.32]") {
  Solo node = leader();
  REQUIRE(snapshots(node.receive(refuse(3, 5, 5, {1, 0}))).size() == 1);
  node.sent();
  std::vector<Message> again;
  for (int i = 0; i < 30 && again.empty(); ++i) {
    node.tick();
    for (const Message& message : node.sent_to(3)) {
      if (message.type == MessageType::install_snapshot) again.push_back(message);
      if (message.type != MessageType::append_entries) continue;
      step("node 3 refuses what follows " + std::to_string(message.log_index.value()));
      node.receive(refuse(3, 5, message.log_index.value(), {1, 0}));
    }
    for (const Message& message : snapshots(node.sent_to(3))) again.push_back(message);
  }
  REQUIRE_FALSE(again.empty());
  CHECK(again[0].snapshot->index == Index{6});
}

TEST_CASE("3d.33 An answer to an older snapshot than the newest counts", "[3d.33]") {
  Solo node = leader();
  node.receive(refuse(3, 5, 5, {1, 0}));
  step("while it is under way the log is compacted once more");
  for (std::uint64_t i = 1; i <= 4; ++i) {
    node.propose("x");
    node.receive(accept(2, 5, 6 + i));
  }
  node->compact(Index{9}, Bytes("newer"));
  node.pump();
  node.sent();
  step("node 3 has the first one");
  node.receive(accept(3, 5, 6));
  CHECK(node.status().peers[1].match_index == Index{6});
  auto newer = snapshots(node.sent_to(3));
  for (int i = 0; i < 3 && newer.empty(); ++i) {
    node.tick();
    newer = snapshots(node.sent_to(3));
  }
  REQUIRE(newer.size() == 1);
  CHECK(newer[0].snapshot->index == Index{9});
  step("and the second one");
  const auto sent = of_type(node.receive(accept(3, 5, 9)), MessageType::append_entries);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].log_index == Index{9});
  REQUIRE(sent[0].entries.size() == 1);
  CHECK(sent[0].entries[0].index == Index{10});
}
