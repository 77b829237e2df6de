// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i, hidden: leases with more nodes, in joint consensus, with other bounds.
#include <testkit/catch.hpp>
#include <testkit/raft/leasing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::Ticks;

TEST_CASE("3i.h01 Between two configurations a lease needs an echo from a majority of each",
          "[3i.h01]") {
  Config config = leasing_config(3);
  config.configuration.old_voters = voters({1, 4, 5}).voters;
  Solo node = leasing_leader(config);
  step("the lease runs out; only the new configuration's nodes echo");
  node.tick(lease_of(node));
  answer_all(node, 2, 3);
  CHECK(!reads_at_once(node));
  step("and one of the old");
  node.receive(accept(5, node.term().value(), last_of(node)));
  answer_all(node, 2, 2);
  CHECK(reads_at_once(node));
}

TEST_CASE("3i.h02 A lease is as new as the newest round that a majority has echoed", "[3i.h02]") {
  Solo node = leasing_leader(5);
  step("three rounds, a tick apart; one node echoes the first, another the last");
  node.tick();
  const std::uint64_t first = round_to(node, 2);
  node.tick(2);
  const std::uint64_t third = round_to(node, 3);
  node.receive(echo(node, 3, third));
  node.receive(echo(node, 2, first));
  step("so a majority has echoed the first: its lease ends two ticks before the last one's");
  node.tick(lease_of(node) - 3);
  CHECK(reads_at_once(node));
  node.tick();
  CHECK(!reads_at_once(node));
}

TEST_CASE("3i.h03 The bound of the clocks is the host's to set", "[3i.h03]") {
  for (const Ticks drift : {Ticks{1}, Ticks{7}}) {
    step("clocks that part by " + std::to_string(drift) + " ticks in twenty");
    Config config = leasing_config(3);
    config.election_ticks_min = 20;
    config.election_ticks_max = 30;
    config.clock_drift_ticks_max = drift;
    Solo node = leasing_leader(config);
    node.tick();
    node.receive(echo(node, 3, round_to(node, 3)));
    node.tick(20 - drift - 1);
    CHECK(reads_at_once(node));
    node.tick();
    CHECK(!reads_at_once(node));
  }
}

TEST_CASE("3i.h04 Each word of a leader renews the promise, also one that is refused", "[3i.h04]") {
  Solo node(leasing_config(3));
  node.become_follower_of(2, 3);
  node.tick(node.config().election_ticks_min - 1);
  step("the leader is heard again, and speaks of entries that are not here");
  CHECK(!node.answer(append(2, 3, {7, 3})).is_granted);
  step("a newer term is learnt, and almost an election time-out passes");
  node.receive(refuse(3, 5, 0));
  node.tick(node.config().election_ticks_min - 1);
  for (const Message& answer : node.receive(vote_request(3, 6, {9, 9}))) CHECK(!answer.is_granted);
  CHECK(node.term() == Term{5});
  step("all of it");
  node.tick();
  CHECK(node.answer(vote_request(3, 6, {9, 9})).is_granted);
}
