// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: a follower that gets a snapshot in pieces.
#include <testkit/catch.hpp>
#include <testkit/raft/pieces.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <patina/base/random.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

namespace {

const auto ten = snapshot({9, 3}, voters_up_to(3), "0123456789");

// Node 1 in term 4, with a log of these terms, of which `commit` are committed by leader 2.
Solo follower(const std::vector<std::uint64_t>& terms, std::uint64_t commit = 0) {
  Solo node = Solo::with(1, 3, asynchronous(), 4, log(1, terms));
  if (commit > 0) node.receive(append(2, 4, {commit, terms[commit - 1]}, {}, commit));
  node.sent();
  return node;
}

void expect_has(const Message& answer, std::uint64_t bytes) {
  CHECK(answer.type == MessageType::chunk_response);
  CHECK(answer.log_index == Index{9});
  CHECK(answer.offset == bytes);
}

}  // namespace

TEST_CASE("3h.22 Pieces are collected, and installed with the last one (Figure 13)", "[3h.22]") {
  Solo node = follower({1, 1}, 2);
  expect_has(node.answer(piece(2, 4, *ten, 0, 4)), 4);
  expect_has(node.answer(piece(2, 4, *ten, 4, 4)), 8);
  step("nothing has changed yet");
  CHECK(node.installed == nullptr);
  CHECK(node.status().last == LastEntry{Index{2}, Term{1}});
  const Message answer = node.answer(piece(2, 4, *ten, 8, 4));
  CHECK(answer.type == MessageType::append_response);
  CHECK(answer.is_granted);
  CHECK(answer.log_index == Index{9});
  REQUIRE(node.installed != nullptr);
  CHECK(*node.installed == *ten);
  CHECK(node.status().last == LastEntry{Index{9}, Term{3}});
  step("entries go on behind it");
  CHECK(node.answer(append(2, 4, {9, 3}, log(10, {4}))).log_index == Index{10});
}

TEST_CASE("3h.23 Only the piece counts that begins where the bytes end, however often they come",
          "[3h.23]") {
  Solo node = follower({1, 1}, 2);
  step("one from the middle, then the first, doubled, and one from further on");
  expect_has(node.answer(piece(2, 4, *ten, 4, 4)), 0);
  expect_has(node.answer(piece(2, 4, *ten, 0, 4)), 4);
  expect_has(node.answer(piece(2, 4, *ten, 0, 4)), 4);
  step("the last one without the one before it installs nothing");
  expect_has(node.answer(piece(2, 4, *ten, 8, 4)), 4);
  CHECK(node.installed == nullptr);
  expect_has(node.answer(piece(2, 4, *ten, 4, 4)), 8);
  expect_has(node.answer(piece(2, 4, *ten, 0, 4)), 8);
  node.receive(piece(2, 4, *ten, 8, 4));
  REQUIRE(node.installed != nullptr);
  CHECK(*node.installed == *ten);
}

TEST_CASE("3h.24 Pieces of two snapshots never mix: the newer leader's, or the newer one, counts",
          "[3h.24]") {
  const auto newer = snapshot({12, 4}, voters_up_to(3), "abcdefghij");
  const auto other = snapshot({9, 3}, voters_up_to(3), "ABCDEFGHIJ");
  Solo node = follower({1, 1}, 2);
  expect_has(node.answer(piece(2, 4, *ten, 0, 4)), 4);
  step("a newer one of the same leader: it begins anew");
  CHECK(node.answer(piece(2, 4, *newer, 4, 4)).offset == 0);
  CHECK(node.answer(piece(2, 4, *newer, 0, 4)).offset == 4);
  step("a late piece of the older one takes nothing away");
  node.receive(piece(2, 4, *ten, 4, 4));
  CHECK(node.answer(piece(2, 4, *newer, 4, 4)).offset == 8);
  step("a new leader, who sends one of the same index that reads otherwise");
  expect_has(node.answer(piece(3, 5, *other, 4, 4)), 0);
  expect_has(node.answer(piece(3, 5, *other, 0, 4)), 4);
  expect_has(node.answer(piece(3, 5, *other, 4, 4)), 8);
  node.receive(piece(3, 5, *other, 8, 4));
  REQUIRE(node.installed != nullptr);
  CHECK(*node.installed == *other);
}

TEST_CASE("3h.25 A piece is answered at once, and the whole snapshot when it is on disk",
          "[3h.25]") {
  Solo node = follower({1, 1}, 2);
  node.is_written_at_once = false;
  spoken(node);
  step("entries are being written");
  node.receive(append(2, 4, {2, 1}, log(3, {4})));
  Said entries = begin_to_write(node);
  node.receive(piece(2, 4, *ten, 0, 8));
  Said answer = begin_to_write(node);
  CHECK(of_type(answer.before, MessageType::chunk_response).size() == 1);
  node.receive(piece(2, 4, *ten, 8, 8));
  Said whole = begin_to_write(node);
  CHECK(whole.ready.is_install);
  CHECK(of_type(whole.before, MessageType::append_response).empty());
  for (Said* each : {&entries, &answer}) end_writing(node, *each);
  const auto after = of_type(end_writing(node, whole), MessageType::append_response);
  REQUIRE(after.size() == 1);
  CHECK(after[0].log_index == Index{9});
  step("a piece in a term that is not on disk waits for that");
  node.receive(piece(3, 7, *snapshot({20, 6}, voters_up_to(3), "0123456789"), 0, 4));
  Said term = begin_to_write(node);
  CHECK(of_type(term.before, MessageType::chunk_response).empty());
  CHECK(of_type(end_writing(node, term), MessageType::chunk_response).size() == 1);
}

TEST_CASE("3h.26 A piece of what is committed here, or in the log, is agreed to without the rest",
          "[3h.26]") {
  Solo node = follower({1, 1, 2, 2, 3, 3}, 4);
  step("four entries are committed");
  Message answer = node.answer(piece(2, 4, *snapshot({3, 2}, voters_up_to(3), "0123456789"), 4, 4));
  CHECK(answer.type == MessageType::append_response);
  CHECK(answer.is_granted);
  CHECK(answer.log_index >= Index{3});
  step("five are in the log");
  answer = node.answer(piece(2, 4, *snapshot({5, 3}, voters_up_to(3), "0123456789"), 0, 4));
  CHECK(answer.type == MessageType::append_response);
  CHECK(answer.is_granted);
  CHECK(node.status().commit == Index{5});
  CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
  CHECK(node.installed == nullptr);
}

TEST_CASE("3h.27 Who restarts in the middle starts over", "[3h.27]") {
  Solo node = follower({1, 1}, 2);
  node.receive(piece(2, 4, *ten, 0, 8));
  Solo again(node.config(), node.disk);
  CHECK(again.status().last == LastEntry{Index{2}, Term{1}});
  expect_has(again.answer(piece(2, 4, *ten, 8, 8)), 0);
  CHECK(again.installed == nullptr);
  again.receive(piece(2, 4, *ten, 0, 8));
  again.receive(piece(2, 4, *ten, 8, 8));
  REQUIRE(again.installed != nullptr);
  CHECK(*again.installed == *ten);
}

TEST_CASE("3h.28 Whatever pieces come, in whatever order, a snapshot is whole or not there",
          "[3h.28]") {
  patina::base::Random random(7);
  const std::vector<patina::raft::SnapshotPtr> all = {
      ten, snapshot({14, 4}, voters_up_to(3), "abcdefghijklm"),
      snapshot({6, 3}, voters_up_to(3), ""), snapshot({9, 3}, voters_up_to(3), "9876543210")};
  for (int world = 0; world < 200; ++world) {
    Solo node = follower({1, 1, 2, 2}, 2);
    for (int i = 0; i < 60; ++i) {
      // The last one is a newer leader's; the others come in any order.
      const std::uint64_t which = random.chance(1, 30) ? 3 : random.below(3);
      const std::uint64_t size = all[which]->data.size();
      Message message = piece(which == 3 ? 3 : 2, which == 3 ? 5 : 4, *all[which],
                              random.below(size + 1), 1 + random.below(5));
      if (random.chance(1, 10)) message.offset = random.next();
      if (random.chance(1, 20)) message.snapshot = nullptr;
      if (message.offset > size) message.is_last = true;
      const auto before = node.installed;
      node.receive(message);
      if (node.installed == before) continue;
      CHECK(*node.installed == *all[which]);
    }
  }
}
