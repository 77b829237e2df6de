// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, reads at a leader: what a question is, and who answers it (paper, section 8; thesis, 6.4).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3e.01 A leader answers a read when a majority has echoed the question that it asked "
          "then (thesis 6.4)",
          "[3e.01]") {
  Solo node = reading_leader(3);
  step("ask node 1, the leader, for a read");
  node->read_index(7);
  node.pump();
  CHECK(node.reads.empty());
  step("node 2 answers the leader's question");
  node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].context == 7);
  CHECK(!node.reads[0].is_refused);
}

TEST_CASE("3e.02 An answer to something that was sent before the read does not count (thesis 6.4)",
          "[3e.02]") {
  Solo node = reading_leader(3);
  step("the leader sends a heartbeat, whose answer takes its time");
  node.tick(node.config().heartbeat_ticks);
  const std::uint64_t old_round = round_to(node, 2);
  step("ask for a read");
  node->read_index(1);
  node.pump();
  step("now node 2's answer to the heartbeat arrives");
  node.receive(echo(node, 2, old_round));
  CHECK(node.reads.empty());
  step("and then its answer to the question");
  node.receive(accept(2, node.term().value(), last_of(node)));
  CHECK(node.reads.size() == 1);
}

TEST_CASE("3e.03 A read sees what was committed when it was asked for", "[3e.03]") {
  Solo node = reading_leader(3);
  const Index before = node.glance().commit;
  step("ask for a read, then propose a command, which is committed");
  node->read_index(1);
  node.propose("x");
  node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].index >= before);
  CHECK(node.reads[0].index <= node.glance().commit);
  step("ask for another read, after the commit");
  const Index after = node.glance().commit;
  node->read_index(2);
  node.pump();
  node.receive(accept(3, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 2);
  CHECK(node.reads[1].index >= after);
}

TEST_CASE("3e.04 Of five nodes one answer is too few, and two with the leader are enough",
          "[3e.04]") {
  Solo node = reading_leader(5);
  step("ask for a read; one node answers, twice");
  node->read_index(1);
  node.pump();
  node.receive(accept(2, node.term().value(), last_of(node)));
  node.receive(accept(2, node.term().value(), last_of(node)));
  CHECK(node.reads.empty());
  step("a second node answers");
  node.receive(accept(5, node.term().value(), last_of(node)));
  CHECK(node.reads.size() == 1);
}

TEST_CASE("3e.05 Reads are answered in the order in which they were asked for", "[3e.05]") {
  Solo node = reading_leader(3);
  step("ask for five reads");
  for (std::uint64_t context = 1; context <= 5; ++context) node->read_index(context);
  node.pump();
  step("node 2 answers for as long as anything is asked");
  for (int i = 0; i < 5; ++i) node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 5);
  for (std::uint64_t i = 0; i < 5; ++i) CHECK(node.reads[i].context == i + 1);
}

TEST_CASE("3e.06 Reads that come together share their questions", "[3e.06]") {
  Solo node = reading_leader(3);
  static_cast<void>(node.sent());
  step("ask for a thousand reads");
  for (std::uint64_t context = 1; context <= 1000; ++context) node->read_index(context);
  node.pump();
  std::size_t messages = node.sent().size();
  step("node 2 answers for as long as anything is asked");
  for (int i = 0; i < 5; ++i) {
    node.receive(accept(2, node.term().value(), last_of(node)));
    messages += node.sent().size();
  }
  CHECK(node.reads.size() == 1000);
  CHECK(messages <= 20);  // two questions of two messages, and room for another way
}

TEST_CASE("3e.07 A question that got lost is asked again by the next heartbeat", "[3e.07]") {
  Solo node = reading_leader(3);
  step("ask for a read; the question is lost");
  node->read_index(1);
  node.pump();
  static_cast<void>(node.sent());
  step("the next heartbeat goes out, and node 3 answers it");
  node.tick(node.config().heartbeat_ticks);
  CHECK(!node.sent_to(3).empty());
  node.receive(accept(3, node.term().value(), last_of(node)));
  CHECK(node.reads.size() == 1);
}
