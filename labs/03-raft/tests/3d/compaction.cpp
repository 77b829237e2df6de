// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: a log that begins at a snapshot.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

// A follower of node 2 in term 4, whose log is 1:1 1 2 2 3 3, all of it committed and applied but
// the last one.
static Solo follower() {
  Solo node = Solo::with(1, 3, features_up_to('d'), 4, log(1, {1, 1, 2, 2, 3, 3}));
  node.receive(raft::append(2, 4, {6, 3}, {}, 5));
  node.sent();
  return node;
}

static void compact(Solo& node, std::uint64_t index, std::string_view data) {
  node->compact(Index{index}, Bytes(data));
  node.pump();
}

TEST_CASE("3d.14 Compaction drops the entries up to its index, and no other (paper 7)", "[3d.14]") {
  Solo node = follower();
  compact(node, 4, "state");
  CHECK(node.status().snapshot_index == Index{4});
  CHECK(node.status().snapshot_term == Term{2});
  CHECK(node.entries() == log(5, {3, 3}));
  CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
  CHECK(node.status().commit == Index{5});
  step("what was not applied yet is applied later, once");
  node.receive(raft::append(2, 4, {6, 3}, {}, 6));
  CHECK(node.applied == log(1, {1, 1, 2, 2, 3, 3}));
}

TEST_CASE("3d.15 The snapshot is written down: with its index, its term and who votes", "[3d.15]") {
  Solo node = follower();
  compact(node, 4, "state");
  REQUIRE(node.disk.snapshot != nullptr);
  CHECK(node.disk.snapshot->index == Index{4});
  CHECK(node.disk.snapshot->term == Term{2});
  CHECK(node.disk.snapshot->configuration == voters_up_to(3));
  CHECK(node.disk.snapshot->data == Bytes("state"));
  CHECK(node.installed == nullptr);
}

TEST_CASE("3d.16 A node comes up with its snapshot and the log behind it, and applies what follows",
          "[3d.16]") {
  Solo before = follower();
  compact(before, 4, "state");
  step("it is started again");
  Solo node(before.config(), before.disk);
  CHECK(node.status().snapshot_index == Index{4});
  CHECK(node.status().commit >= Index{4});
  CHECK(node.entries() == log(5, {3, 3}));
  step("its leader is back");
  const Message answer = node.answer(raft::append(2, 5, {6, 3}, log(7, {5}), 7));
  CHECK(answer.is_granted);
  CHECK(answer.log_index == Index{7});
  CHECK(node.applied == log(5, {3, 3, 5}));
}

TEST_CASE("3d.17 A log that is wholly in the snapshot ends with the snapshot's last entry (5.4.1)",
          "[3d.17]") {
  Solo node = follower();
  node.receive(raft::append(2, 4, {6, 3}, {}, 6));
  compact(node, 6, "state");
  CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
  step("it votes for nobody whose log is older");
  CHECK_FALSE(node.answer(vote_request(3, 5, {9, 2})).is_granted);
  CHECK(node.answer(vote_request(3, 6, {6, 3})).is_granted);
  step("and it says so where it stands itself");
  node.tick_until(Role::candidate);
  const std::vector<Message> asked = node.sent(MessageType::request_vote);
  REQUIRE_FALSE(asked.empty());
  CHECK(asked.back().log_index == Index{6});
  CHECK(asked.back().log_term == Term{3});
}

TEST_CASE("3d.18 A snapshot older than the one that is there changes nothing", "[3d.18]") {
  Solo node = follower();
  compact(node, 4, "newer");
  for (const std::uint64_t index : {2, 4}) {
    compact(node, index, "older");
    CHECK(node.status().snapshot_index == Index{4});
    CHECK(node.status().snapshot_term == Term{2});
    CHECK(node.disk.snapshot->data == Bytes("newer"));
    CHECK(node.entries() == log(5, {3, 3}));
  }
}

TEST_CASE("3d.19 A message about entries that are compacted away agrees: they are committed",
          "[3d.19]") {
  Solo node = follower();
  compact(node, 4, "state");
  step("all of it is in the snapshot");
  Message answer = node.answer(raft::append(2, 4, {1, 1}, log(2, {1, 2}), 5));
  CHECK(answer.is_granted);
  CHECK(answer.log_index >= Index{3});
  CHECK(answer.log_index <= Index{5});
  step("the snapshot ends in the middle of it");
  answer = node.answer(raft::append(2, 4, {2, 1}, log(3, {2, 2, 3, 3, 4}), 5));
  CHECK(answer.is_granted);
  CHECK(answer.log_index == Index{7});
  CHECK(node.entries() == log(5, {3, 3, 4}));
}
