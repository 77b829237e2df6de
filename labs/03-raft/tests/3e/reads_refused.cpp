// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, reads at who does not lead, no longer, or only just.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

namespace {

// Lets all that the node has ready be written, and nothing be applied, and node 2 answer what it is
// sent. Returns how many reads are answered.
std::size_t reads_when_written(Solo& node) {
  std::size_t reads = 0;
  for (int turn = 0; turn < 10 && node->has_ready(); ++turn) {
    const Ready ready = node->ready();
    reads += ready.reads.size();
    node->persisted(ready.number);
    for (const Message& message : ready.now)
      if (message.to == NodeId{2}) node->step(to_node(node, echo(node, 2, message.round)));
  }
  return reads;
}

}  // namespace

TEST_CASE("3e.08 A new leader answers no read before an entry of its own term is committed "
          "(paper, section 8)",
          "[3e.08]") {
  step("node 1 has an entry of term 1 and wins term 2");
  Solo node = Solo::with(1, 3, reading(), 1, raft::log(1, {1}));
  node.become_leader();
  step("ask for a read; node 2 hears the leader, and has not written its entry yet");
  node->read_index(1);
  node.pump();
  node.receive(accept(2, node.term().value(), 1));
  node.receive(accept(3, node.term().value(), 1));
  CHECK(node.reads.empty());
  step("node 2 has written it, and hears the question");
  node.receive(accept(2, node.term().value(), last_of(node)));
  node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].index >= Index{2});
}

TEST_CASE("3e.09 Who follows refuses a read", "[3e.09]") {
  Solo node(1, 3, reading());
  node.become_follower_of(2, 1);
  step("ask a follower for a read");
  node->read_index(9);
  node.pump();
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].context == 9);
  CHECK(node.reads[0].is_refused);
}

TEST_CASE("3e.10 A leader that is deposed refuses the reads that wait, and none is answered later",
          "[3e.10]") {
  Solo node = reading_leader(3);
  const std::uint64_t term = node.term().value();
  step("ask for two reads, then a leader of a newer term is heard");
  node->read_index(1);
  node->read_index(2);
  node.pump();
  node.receive(append(3, term + 1, {last_of(node), term}));
  REQUIRE(node.reads.size() == 2);
  CHECK(node.reads[0].is_refused);
  CHECK(node.reads[1].is_refused);
  step("a late answer to the question arrives");
  node.receive(accept(2, term, last_of(node)));
  CHECK(node.reads.size() == 2);
}

TEST_CASE("3e.11 A leader alone is a majority: it answers at once", "[3e.11]") {
  Solo node(1, 1, reading());
  node.tick_until(Role::leader);
  step("ask the only node there is for a read");
  node->read_index(4);
  node.pump();
  REQUIRE(node.reads.size() == 1);
  CHECK(!node.reads[0].is_refused);
}

TEST_CASE("3e.12 A read is answered only after its entry was applied here", "[3e.12]") {
  Solo node = reading_leader(3);
  node.is_written_at_once = false;
  step("a command is committed, and not applied yet");
  node.propose("x");
  Ready written = node.ready();
  node.finish(written);
  node.receive(accept(2, node.term().value(), last_of(node)));
  Ready committed = node->ready();
  REQUIRE(!committed.committed.is_empty());
  node->persisted(committed.number);
  step("ask for a read; node 2 answers the question");
  node->read_index(1);
  CHECK(reads_when_written(node) == 0);
  step("now it is applied");
  node->applied(committed.committed.last);
  node.is_written_at_once = true;
  node.pump();
  node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].index >= committed.committed.last);
}
