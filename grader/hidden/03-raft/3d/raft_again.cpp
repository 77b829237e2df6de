// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: snapshots of one node: other logs, other moments.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

static std::vector<Message> snapshots(const std::vector<Message>& messages) {
  return of_type(messages, MessageType::install_snapshot);
}

TEST_CASE("3d.h05 Which log a snapshot replaces, and of which it leaves the rest", "[3d.h05]") {
  struct Case {
    std::vector<std::uint64_t> terms;
    std::uint64_t commit;
    At snapshot;
    At last;
    std::uint64_t commit_then;
  };
  for (const Case& each : std::vector<Case>{
           {{}, 0, {5, 2}, {5, 2}, 5},
           {{1}, 0, {1, 1}, {1, 1}, 1},
           {{1}, 0, {1, 2}, {1, 2}, 1},
           {{1, 1, 3, 3}, 1, {2, 1}, {4, 3}, 2},
           {{1, 1, 1, 1}, 1, {3, 2}, {3, 2}, 3},
           {{1, 1, 4, 4, 4, 4}, 2, {3, 3}, {3, 3}, 3},
           {{1, 1, 2, 2}, 3, {2, 1}, {4, 2}, 3},
           {{1, 1, 2, 2}, 4, {4, 2}, {4, 2}, 4},
           {{1, 2, 3}, 1, {1000000, 3}, {1000000, 3}, 1000000},
       }) {
    Solo node = Solo::with(1, 3, features_up_to('d'), 5, log(1, each.terms));
    if (each.commit > 0)
      node.receive(raft::append(2, 5, {each.commit, each.terms[each.commit - 1]}, {}, each.commit));
    node.sent();
    INFO("a log of " << each.terms.size() << " entries, committed up to " << each.commit
                     << ", and a snapshot up to " << each.snapshot.index);
    const Message answer =
        node.answer(install(2, 5, snapshot(each.snapshot, voters_up_to(3), "s")));
    CHECK(answer.is_granted);
    CHECK(answer.log_index >= Index{each.snapshot.index});
    CHECK(answer.log_index <= Index{each.last.index});
    CHECK(node.status().last == each.last.entry());
    CHECK(node.status().commit == Index{each.commit_then});
    Solo again(node.config(), node.disk);
    CHECK(again.status().last == each.last.entry());
  }
}

TEST_CASE("3d.h06 A snapshot that comes before entries are written leaves nothing of them",
          "[3d.h06]") {
  Solo node = Solo::with(1, 3, features_up_to('d'), 4, log(1, {1, 1}));
  node.is_written_at_once = false;
  step("entries 3 to 5 come, and nobody has asked for a Ready yet");
  node.receive(raft::append(2, 4, {2, 1}, log(3, {2, 2, 2}), 2));
  step("another leader sends a snapshot; and a few entries behind it");
  node.receive(install(3, 5, snapshot({4, 3}, voters_up_to(3), "state")));
  node.receive(raft::append(3, 5, {4, 3}, log(5, {5}), 5));
  for (int i = 0; i < 10 && node->has_ready(); ++i) {
    Ready next = node.ready();
    node.finish(next);
  }
  CHECK(node.terms() == std::vector<std::uint64_t>{5});
  CHECK(node.status().commit == Index{5});
  REQUIRE_FALSE(node.applied.empty());
  CHECK(node.applied.back() == log(5, {5}).front());
  REQUIRE(node.installed != nullptr);
  const std::vector<Message> answers = node.sent_to(3);
  REQUIRE_FALSE(answers.empty());
  CHECK(answers.back().log_index == Index{5});
  step("its disk says the same");
  Solo again(node.config(), node.disk);
  CHECK(again.terms() == std::vector<std::uint64_t>{5});
  CHECK(again.status().last == LastEntry{Index{5}, Term{5}});
}

TEST_CASE("3d.h07 Compacted a little at a time and started again each time, nothing is lost",
          "[3d.h07]") {
  Solo node = Solo::with(1, 3, features_up_to('d'), 3, {});
  std::vector<Entry> applied;
  for (std::uint64_t i = 1; i <= 20; ++i) {
    const std::uint64_t term = (i + 5) / 6;
    const LastEntry last = node.status().last;
    node.receive(raft::append(2, 4, {last.index.value(), last.term.value()}, log(i, {term}), i));
    applied.insert(applied.end(), node.applied.begin(), node.applied.end());
    node.applied.clear();
    if (i % 3 != 0) continue;
    node->compact(Index{i - 1}, Bytes(std::to_string(i - 1)));
    node.pump();
    REQUIRE(node.status().snapshot_index == Index{i - 1});
    Solo again(node.config(), node.disk);
    REQUIRE(again.status().last == node.status().last);
    REQUIRE(again.status().snapshot_term == Term{(i + 4) / 6});
    // The entry behind the snapshot may be applied once more: the state machine starts there too.
    applied.resize(i - 1);
    node = std::move(again);
    node.receive(raft::append(2, 4, {i, term}, {}, i));
    applied.insert(applied.end(), node.applied.begin(), node.applied.end());
    node.applied.clear();
  }
  REQUIRE(applied.size() == 20);
  for (std::uint64_t i = 1; i <= 20; ++i) CHECK(applied[i - 1].index == Index{i});
}

TEST_CASE("3d.h08 Each of two slow followers gets its snapshot, and the third one none",
          "[3d.h08]") {
  Solo node = Solo::with(1, 5, features_up_to('d'), 4, log(1, {1, 1, 2, 2, 3}));
  node.become_leader();
  node.receive(accept(2, 5, 6));
  node.receive(accept(3, 5, 6));
  node->compact(Index{5}, Bytes("state"));
  node.pump();
  node.sent();
  for (const std::uint64_t slow : {4, 5}) {
    const auto sent = snapshots(node.receive(refuse(slow, 5, 5, {2, 0})));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].to == NodeId{slow});
    CHECK(sent[0].snapshot->term == Term{3});
  }
  node.sent();
  step("the first one has it, the other one has lost it");
  auto next = of_type(node.receive(accept(4, 5, 5)), MessageType::append_entries);
  REQUIRE(next.size() == 1);
  CHECK(next[0].to == NodeId{4});
  CHECK(next[0].log_term == Term{3});
  CHECK(snapshots(node.receive(refuse(5, 5, 5, {2, 0}))).size() == 1);
  CHECK(snapshots(node.sent_to(2)).empty());
  CHECK(snapshots(node.sent_to(3)).empty());
}

TEST_CASE("3d.h09 A log that is only a snapshot votes by it, and leads on from it", "[3d.h09]") {
  Solo node = Solo::with(1, 3, features_up_to('d'), 4, {});
  node.receive(install(2, 4, snapshot({8, 3}, voters_up_to(3), "state")));
  node.sent();
  CHECK_FALSE(node.answer(vote_request(3, 5, {7, 3})).is_granted);
  CHECK_FALSE(node.answer(vote_request(3, 6, {20, 2})).is_granted);
  node.become_leader();
  CHECK(node.status().last.index == Index{9});
  CHECK(node.entries().front().term == node.term());
  step("a peer that has the snapshot's last entry needs no other");
  node.tick(2);
  for (const Message& message : node.sent()) CHECK(message.log_index >= Index{8});
  const auto next = node.receive(accept(2, node.term().value(), 9));
  CHECK(snapshots(next).empty());
  CHECK(node.status().commit == Index{9});
}
