// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g: how much a follower is sent without an answer.
#include <testkit/catch.hpp>
#include <testkit/raft/flowing.hpp>
#include <testkit/raft/print.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3g.09 A full window holds back what comes (etcd MsgAppFlowControlFull)", "[3g.09]") {
  Solo node = flowing_leader(narrow(4));
  step("ten commands; node 3 answers, node 2 does not");
  std::uint64_t to_two = 0, to_three = 0;
  for (std::uint64_t i = 2; i <= 11; ++i) {
    node.propose("x");
    to_two += with_entries(node.sent_to(2)).size();
    to_three += with_entries(node.sent_to(3)).size();
    node.receive(accept(3, 1, i));
  }
  CHECK(to_two == 4);
  CHECK(to_three == 10);
  CHECK(node.glance().commit == Index{11});
  step("three heartbeats bring no entries either");
  node.tick(3 * node.config().heartbeat_ticks);
  CHECK(with_entries(node.sent_to(2)).empty());
}

TEST_CASE("3g.10 What has waited leaves in full messages, not one by one (thesis 10.2.2)",
          "[3g.10]") {
  Config config = narrow(3);
  config.message_entries_max = 8;
  Solo node = flowing_leader(config);
  step("three commands go, and twenty wait");
  for (int i = 0; i < 23; ++i) node.propose("x");
  CHECK(with_entries(node.sent_to(2)).size() == 3);
  step("node 2 has the first");
  node.receive(accept(2, 1, 2));
  auto sent = with_entries(node.sent_to(2));
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].log_index == Index{4});
  CHECK(sent[0].entries.size() == 8);
  step("it has all that it was sent");
  node.receive(accept(2, 1, 12));
  sent = with_entries(node.sent_to(2));
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].entries.size() == 8);
  CHECK(sent[1].log_index == Index{20});
  CHECK(sent[1].entries.size() == 4);
}

TEST_CASE("3g.11 An answer makes room for the messages that it answers, and once (etcd "
          "MsgAppFlowControlMoveForward)",
          "[3g.11]") {
  Config config = narrow(4);
  config.message_entries_max = 1;
  Solo node = flowing_leader(config);
  for (int i = 0; i < 40; ++i) node.propose("x");
  CHECK(with_entries(node.sent_to(2)).size() == 4);
  for (std::uint64_t answered = 2; answered <= 30; answered += 3) {
    step("node 2 has all up to " + std::to_string(answered));
    node.receive(accept(2, 1, answered));
    const auto sent = with_entries(node.sent_to(2));
    CHECK(sent.size() == (answered == 2 ? 1 : 3));
    step("the same answer again, and older ones");
    for (const std::uint64_t late : {answered, answered - 1, std::uint64_t{1}})
      node.receive(accept(2, 1, late));
    CHECK(with_entries(node.sent_to(2)).empty());
  }
}

TEST_CASE("3g.12 Bytes under way keep within their limit, but one message always goes (etcd "
          "MaxInflightBytes)",
          "[3g.12]") {
  Config config = narrow(256);
  config.inflight_bytes_max = 100;
  Solo node = flowing_leader(config);
  step("commands of forty bytes: two are within a hundred");
  for (int i = 0; i < 3; ++i) node.propose(std::string(40, 'x'));
  CHECK(with_entries(node.sent_to(2)).size() == 2);
  node.receive(accept(2, 1, 2));
  CHECK(with_entries(node.sent_to(2)).size() == 1);
  step("one of five hundred waits until nothing else is under way");
  node.propose(std::string(500, 'y'));
  CHECK(with_entries(node.sent_to(2)).empty());
  node.receive(accept(2, 1, 3));
  CHECK(with_entries(node.sent_to(2)).empty());
  node.receive(accept(2, 1, 4));
  const auto big = with_entries(node.sent_to(2));
  REQUIRE(big.size() == 1);
  CHECK(bytes_of(big[0]) == 500);
  step("and nothing goes beside it");
  node.propose("z");
  CHECK(with_entries(node.sent_to(2)).empty());
  node.receive(accept(2, 1, 5));
  CHECK(entries_in(node.sent_to(2)) == 1);
}

TEST_CASE("3g.13 Where all answers were lost, the answer to a heartbeat frees the window (etcd "
          "MsgAppFlowControlRecvHeartbeat)",
          "[3g.13]") {
  Solo node = flowing_leader(narrow(4));
  Follower two{2, 1};
  for (int rounds = 0; rounds < 3; ++rounds) {
    step("commands until the window is full, and more; node 2 gets them, its answers are lost");
    for (int i = 0; i < 9; ++i) node.propose("x");
    for (const Message& message : node.sent_to(2)) static_cast<void>(two.answer_to(message));
    CHECK(two.has < node.glance().last.index.value());
    step("it answers a heartbeat");
    node.tick(node.config().heartbeat_ticks);
    const auto beats = node.sent_to(2);
    REQUIRE(beats.size() == 1);
    CHECK(beats[0].entries.empty());
    node.receive(two.answer_to(beats[0]));
    step("the rest goes in one message, and is answered");
    const auto sent = with_entries(node.sent_to(2));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].entries.size() == 5);
    node.receive(two.answer_to(sent[0]));
    CHECK(two.has == node.glance().last.index.value());
    node.sent();
  }
}

TEST_CASE("3g.14 A refusal empties the window: what was in it is sent again, its bytes are free "
          "(etcd e419ba5)",
          "[3g.14]") {
  Config config = narrow(4);
  config.inflight_bytes_max = 100;
  Solo node = flowing_leader(config);
  Follower two{2, 1};
  for (int rounds = 0; rounds < 10; ++rounds) {
    step("the first of three messages is lost, and the others are refused");
    for (int i = 0; i < 3; ++i) node.propose(std::string(30, 'x'));
    auto sent = node.sent_to(2);
    REQUIRE(with_entries(sent).size() == 3);
    for (std::size_t i = 1; i < sent.size(); ++i) node.receive(two.answer_to(sent[i]));
    step("node 2 is asked, answers, and gets them");
    for (int beats = 0; beats < 6 && two.has < node.glance().last.index.value(); ++beats) {
      node.tick(node.config().heartbeat_ticks);
      for (const Message& message : node.sent_to(2)) node.receive(two.answer_to(message));
    }
    REQUIRE(two.has == node.glance().last.index.value());
    node.tick(node.config().heartbeat_ticks);
    for (const Message& message : node.sent_to(2)) node.receive(two.answer_to(message));
    node.sent();
  }
}

TEST_CASE("3g.15 A refusal that is out of date closes no window (etcd 91ff7cd)", "[3g.15]") {
  Solo node = flowing_leader(narrow(4));
  for (int i = 0; i < 3; ++i) node.propose("x");
  node.receive(accept(2, 1, 4));
  node.sent();
  step("a refusal arrives that node 2 gave before it had anything");
  node.receive(refuse(2, 1, 3, {1, 0}));
  node.receive(refuse(2, 1, 1, {1, 0}));
  CHECK(with_entries(node.sent_to(2)).empty());
  step("commands leave at once, up to the limit");
  std::uint64_t sent = 0;
  for (int i = 0; i < 6; ++i) {
    node.propose("y");
    sent += with_entries(node.sent_to(2)).size();
  }
  CHECK(sent == 4);
}

TEST_CASE("3g.16 A follower whose entries are compacted away while they wait gets a snapshot, then "
          "the rest (etcd SendAppendForProgressSnapshot)",
          "[3g.16]") {
  Solo node = flowing_leader(narrow(2));
  Follower three{3, 1};
  step("ten commands: node 3 takes them, node 2 is silent");
  for (int i = 0; i < 10; ++i) {
    node.propose("x");
    for (const Message& message : node.sent_to(3)) node.receive(three.answer_to(message));
  }
  REQUIRE(node.glance().commit == Index{11});
  node.sent();
  step("the leader compacts all of them");
  node->compact(Index{11}, Bytes("state"));
  node.pump();
  std::uint64_t snapshots = 0;
  for (int i = 0; i < 5; ++i) {
    node.propose("y");
    node.tick(node.config().heartbeat_ticks);
    const auto sent = node.sent_to(2);
    snapshots += of_type(sent, MessageType::install_snapshot).size();
    CHECK(with_entries(sent).empty());
    for (const Message& message : node.sent_to(3)) node.receive(three.answer_to(message));
  }
  CHECK(snapshots == 1);
  node.sent();
  step("node 2 has installed it");
  node.receive(accept(2, 1, 11));
  CHECK(entries_in(node.sent_to(2)) == 5);
  node.receive(accept(2, 1, 16));
  node.sent();
  step("and its window is as wide as before");
  std::uint64_t sent = 0;
  for (int i = 0; i < 6; ++i) {
    node.propose("z");
    sent += with_entries(node.sent_to(2)).size();
  }
  CHECK(sent == 2);
}
