// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: a follower is sent a snapshot (paper, Figure 13).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

// Node 1 in term 4, with a log of these terms, of which `commit` are committed by leader 2.
static Solo follower(const std::vector<std::uint64_t>& terms, std::uint64_t commit = 0) {
  Solo node = Solo::with(1, 3, features_up_to('d'), 4, log(1, terms));
  if (commit > 0) node.receive(raft::append(2, 4, {commit, terms[commit - 1]}, {}, commit));
  node.sent();
  return node;
}

TEST_CASE("3d.20 A follower that is too far behind becomes what the snapshot says (paper 7)",
          "[3d.20]") {
  Solo node = follower({1, 1}, 2);
  const Message answer = node.answer(install(2, 4, snapshot({9, 3}, voters_up_to(3), "state")));
  CHECK(answer.type == MessageType::append_response);
  CHECK(answer.is_granted);
  CHECK(answer.log_index == Index{9});
  REQUIRE(node.installed != nullptr);
  CHECK(node.installed->data == Bytes("state"));
  CHECK(node.status().last == LastEntry{Index{9}, Term{3}});
  CHECK(node.status().snapshot_index == Index{9});
  CHECK(node.status().commit == Index{9});
  step("entries go on behind it, and only those are applied");
  CHECK(node.answer(raft::append(2, 4, {9, 3}, log(10, {4, 4}), 11)).log_index == Index{11});
  CHECK(node.applied == [] {
    std::vector<Entry> all = log(1, {1, 1});
    for (const Entry& each : log(10, {4, 4})) all.push_back(each);
    return all;
  }());
}

TEST_CASE("3d.21 A log that is longer and wrong goes: an old leader's tail is no reason to refuse",
          "[3d.21]") {
  Solo node = follower({1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, 2);
  const Message answer = node.answer(install(2, 4, snapshot({6, 3}, voters_up_to(3), "state")));
  CHECK(answer.is_granted);
  CHECK(answer.log_index == Index{6});
  CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
  CHECK(node.entries().empty());
  REQUIRE(node.installed != nullptr);
  step("also from the disk");
  Solo again(node.config(), node.disk);
  CHECK(again.status().last == LastEntry{Index{6}, Term{3}});
  CHECK(again.status().commit == Index{6});
}

TEST_CASE("3d.22 Where the log has the snapshot's last entry, the rest stays (Figure 13, step 6)",
          "[3d.22]") {
  Solo node = follower({1, 1, 2, 2, 3, 3}, 2);
  step("entries 5 and 6 are acknowledged, and perhaps committed by that");
  const Message answer = node.answer(install(2, 4, snapshot({4, 2}, voters_up_to(3), "state")));
  CHECK(answer.is_granted);
  CHECK(answer.log_index >= Index{4});
  CHECK(answer.log_index <= Index{6});
  CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
  CHECK(node.status().commit == Index{4});
  step("it still has them after a crash");
  Solo again(node.config(), node.disk);
  CHECK(again.status().last == LastEntry{Index{6}, Term{3}});
  step("they can be committed without being sent again");
  node.receive(raft::append(2, 4, {6, 3}, {}, 6));
  CHECK(node.status().commit == Index{6});
  REQUIRE_FALSE(node.applied.empty());
  CHECK(node.applied.back() == log(6, {3}).front());
}

TEST_CASE("3d.23 A snapshot of what is committed here is old: nothing changes, and it is answered",
          "[3d.23]") {
  Solo node = follower({1, 1, 2, 2, 3, 3}, 5);
  for (const At last : {At{3, 2}, At{5, 3}}) {
    step("a snapshot up to entry " + std::to_string(last.index));
    const Message answer = node.answer(install(2, 4, snapshot(last, voters_up_to(3), "old")));
    CHECK(answer.is_granted);
    CHECK(answer.log_index >= Index{last.index});
    CHECK(answer.log_index <= Index{6});
    CHECK(node.status().commit == Index{5});
    CHECK(node.status().last == LastEntry{Index{6}, Term{3}});
    CHECK(node.installed == nullptr);
  }
  step("a snapshot of what is compacted away here");
  node->compact(Index{5}, Bytes("newer"));
  node.pump();
  CHECK(node.answer(install(2, 4, snapshot({3, 2}, voters_up_to(3), "old"))).is_granted);
  CHECK(node.status().snapshot_index == Index{5});
  CHECK(node.status().commit == Index{5});
  CHECK(node.installed == nullptr);
  CHECK(node.applied == log(1, {1, 1, 2, 2, 3}));
}

TEST_CASE("3d.24 A snapshot that comes twice is taken once, and answered twice", "[3d.24]") {
  Solo node = follower({1}, 1);
  const Message message = install(2, 4, snapshot({9, 3}, voters_up_to(3), "state"));
  node.receive(message);
  node.receive(raft::append(2, 4, {9, 3}, log(10, {4}), 10));
  node.sent();
  node.installed = nullptr;
  const Message answer = node.answer(message);
  CHECK(answer.is_granted);
  CHECK(answer.log_index >= Index{9});
  CHECK(answer.log_index <= Index{10});
  CHECK(node.installed == nullptr);
  CHECK(node.status().commit == Index{10});
  CHECK(node.status().last == LastEntry{Index{10}, Term{4}});
}

TEST_CASE("3d.25 The answer to a snapshot waits until it is on disk (paper, Figure 2)", "[3d.25]") {
  Solo node = follower({1}, 1);
  node.is_written_at_once = false;
  node.receive(install(2, 4, snapshot({9, 3}, voters_up_to(3), "state")));
  Ready ready = node.ready();
  CHECK(node.sent(MessageType::append_response).empty());
  CHECK(ready.must_sync);
  CHECK(ready.is_install);
  REQUIRE(ready.snapshot != nullptr);
  CHECK(ready.snapshot->index == Index{9});
  CHECK(ready.committed.is_empty());
  step("it is written");
  node.finish(ready);
  const std::vector<Message> answers = node.sent(MessageType::append_response);
  REQUIRE(answers.size() == 1);
  CHECK(answers.front().log_index == Index{9});
}

TEST_CASE("3d.26 The term of a snapshot's last entry is an old one: the node stays in its own",
          "[3d.26]") {
  Solo node = follower({1}, 1);
  const Message answer = node.answer(install(3, 6, snapshot({9, 2}, voters_up_to(3), "state")));
  CHECK(node.term() == Term{6});
  CHECK(answer.term == Term{6});
  CHECK(node.status().leader == NodeId{3});
  CHECK(node.status().snapshot_term == Term{2});
  CHECK(node.status().last == LastEntry{Index{9}, Term{2}});
  CHECK(node.disk.hard_state.term == Term{6});
}

TEST_CASE("3d.27 Who votes is taken from the snapshot, and is in it again", "[3d.27]") {
  Solo node = follower({1}, 1);
  node.receive(install(2, 4, snapshot({9, 3}, voters({1, 2, 3, 4, 5}), "state")));
  CHECK(node.status().configuration == voters({1, 2, 3, 4, 5}));
  step("after a crash");
  Solo again(node.config(), node.disk);
  CHECK(again.status().configuration == voters({1, 2, 3, 4, 5}));
  step("in the next snapshot, its own one");
  again.receive(raft::append(2, 4, {9, 3}, log(10, {4}), 10));
  again->compact(Index{10}, Bytes("more"));
  again.pump();
  REQUIRE(again.disk.snapshot != nullptr);
  CHECK(again.disk.snapshot->index == Index{10});
  CHECK(again.disk.snapshot->configuration == voters({1, 2, 3, 4, 5}));
  step("in an election: two votes more are no majority");
  again.become_candidate();
  again.receive(vote(2, again.term().value()));
  CHECK(again.role() == Role::candidate);
  again.receive(vote(4, again.term().value()));
  CHECK(again.role() == Role::leader);
}
