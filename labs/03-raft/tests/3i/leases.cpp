// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i: how long a leader may answer reads by itself (thesis, 6.4.1).
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::Ticks;

TEST_CASE("3i.10 A leader that a majority has just echoed answers a read at once, and asks nobody",
          "[3i.10]") {
  Solo node = leasing_leader(3);
  step("ask node 1, the leader, for a read");
  REQUIRE(reads_at_once(node));
  CHECK(node.reads.back().index == node.glance().commit);
  CHECK(node.sent().empty());
}

TEST_CASE("3i.11 A lease runs from when its round was sent, and for as many ticks less than an "
          "election time-out as clocks may part (thesis 6.4.1)",
          "[3i.11]") {
  Solo node = leasing_leader(3);
  const Ticks late = 3;
  step("a round is sent, and node 2's echo takes three ticks");
  node.tick();
  const std::uint64_t round = round_to(node, 2);
  node.tick(late);
  node.receive(echo(node, 2, round));
  step("nobody is heard any more; until the last tick of the lease reads are answered");
  for (Ticks tick = late + 1; tick < lease_of(node); ++tick) {
    node.tick();
    CHECK(reads_at_once(node));
  }
  step("the lease has run out");
  node.tick();
  CHECK(!reads_at_once(node));
}

TEST_CASE("3i.12 The echo of an old round is worth what it was when it was sent", "[3i.12]") {
  Solo node = leasing_leader(3);
  step("a round is sent; its echo is under way until the lease it would give is over");
  node.tick();
  const std::uint64_t old = round_to(node, 2);
  node.tick(lease_of(node));
  node.receive(echo(node, 2, old));
  CHECK(!reads_at_once(node));
  step("an echo of the round that is out now is worth a new lease");
  node.receive(echo(node, 3, round_to(node, 3)));
  CHECK(reads_at_once(node));
}

TEST_CASE("3i.13 Before an entry of its own term is committed, and all that is committed is "
          "applied, a leader answers nothing by its lease",
          "[3i.13]") {
  step("node 1 has an entry of term 1, wins, and is heard by all, who lack its own entry");
  Solo node = Solo::with(1, 3, leasing(), 1, raft::log(1, {1}));
  node.become_leader();
  node.tick();
  node.receive(accept(2, node.term().value(), 1));
  CHECK(!reads_at_once(node));
  step("its own entry is committed, and not applied yet");
  node.is_written_at_once = false;
  node.receive(accept(2, node.term().value(), last_of(node)));
  node->read_index(7);
  Ready ready = node.ready();
  for (const patina::raft::ReadState& read : ready.reads) CHECK(read.context != 7);
  step("it is applied");
  node.finish(ready);
  node.is_written_at_once = true;
  node.pump();
  CHECK(reads_at_once(node));
}

TEST_CASE("3i.14 Who has told another to lead has no lease for the rest of its term (etcd #12704)",
          "[3i.14]") {
  Solo node = leasing_leader(3);
  step("node 1 has told node 3 to lead, and the message takes its time");
  REQUIRE(node->transfer(NodeId{3}).is_taken());
  node.pump();
  answer_all(node, 2, 3);
  CHECK(!reads_at_once(node));
  step("the transfer is over, and all hear node 1 as before");
  for (Ticks tick = 0; tick < 3 * node.config().election_ticks_min; ++tick) {
    node.tick();
    answer_all(node, 2, 3);
  }
  REQUIRE(node.propose("x").is_taken());
  answer_all(node, 2, 3);
  CHECK(!reads_at_once(node));
  step("the others are asked, and answer: so the read is answered after all");
  const std::size_t before = node.reads.size();
  answer_all(node, 2, 3);
  REQUIRE(node.reads.size() > before);
  CHECK(!node.reads.back().is_refused);
  step("in a later term it has leases again");
  node.receive(refuse(2, node.term().value() + 1, 0));
  node.become_leader();
  answer_all(node, 2, 3);
  answer_all(node, 2, 3);
  CHECK(reads_at_once(node));
}

TEST_CASE("3i.15 A minority's echo is no lease, and a leader that is alone always has one",
          "[3i.15]") {
  Solo node = leasing_leader(5);
  step("the lease of five runs out; one other node echoes");
  node.tick(lease_of(node));
  node.receive(accept(2, node.term().value(), last_of(node)));
  CHECK(!reads_at_once(node));
  step("a second one does");
  node.receive(accept(4, node.term().value(), last_of(node)));
  CHECK(reads_at_once(node));
  step("a leader alone, after a long time");
  Solo alone(leasing_config(1));
  alone.tick_until(Role::leader);
  alone.tick(100);
  CHECK(reads_at_once(alone));
}
