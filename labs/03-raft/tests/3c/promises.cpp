// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: what a node says, and what is on its disk in that moment.
#include <testkit/catch.hpp>

#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <patina/base/random.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using patina::raft::IndexRange;

namespace {

// A node whose disk the test plays.
Solo slow(std::uint64_t id, std::uint64_t term, std::vector<Entry> entries) {
  Solo node = Solo::with(id, 3, features_up_to('c'), term, std::move(entries));
  node.is_written_at_once = false;
  return node;
}

// Node 1, leader of three, with all that it has on disk and at its followers.
Solo slow_leader() {
  Solo node = Solo::with(1, 3, features_up_to('c'), 1, log(1, {1}));
  node.become_leader();
  const std::uint64_t last = node.glance().last.index.value();
  for (const std::uint64_t peer : {2, 3}) node.receive(accept(peer, node.term().value(), last));
  node.sent();
  node.is_written_at_once = false;
  return node;
}

}  // namespace

TEST_CASE("3c.01 A vote is on disk before it is said (Figure 2)", "[3c.01]") {
  Solo node = slow(2, 1, log(1, {1}));
  step("node 1 asks for a vote in term 2; the disk has not written anything yet");
  node.receive(vote_request(1, 2, {1, 1}));
  REQUIRE(node->has_ready());
  Said said = begin_to_write(node);
  CHECK(of_type(said.before, MessageType::vote_response).empty());
  CHECK(said.ready.must_sync);
  REQUIRE(said.ready.hard_state.has_value());
  CHECK(said.ready.hard_state->term == Term{2});
  CHECK(said.ready.hard_state->vote == NodeId{1});
  step("now it has: the vote leaves");
  const std::vector<Message> votes =
      of_type(end_writing(node, said), MessageType::vote_response);
  REQUIRE(votes.size() == 1);
  CHECK(votes.front().is_granted);
}

TEST_CASE("3c.02 A candidate has its own vote on disk before it asks for others (5.2)", "[3c.02]") {
  Solo node = slow(2, 4, log(1, {1, 3}));
  step("node 2 hears nobody and stands for term 5");
  node.tick_until(Role::candidate);
  REQUIRE(node->has_ready());
  Said said = begin_to_write(node);
  CHECK(of_type(said.before, MessageType::request_vote).empty());
  CHECK(said.ready.must_sync);
  REQUIRE(said.ready.hard_state.has_value());
  CHECK(*said.ready.hard_state == HardState{Term{5}, NodeId{2}, Index{0}});
  step("once that is on disk it asks the two others");
  CHECK(of_type(end_writing(node, said), MessageType::request_vote).size() == 2);
}

TEST_CASE("3c.03 Entries are on disk before they are acknowledged (5.3; thesis 10.2.1)",
          "[3c.03]") {
  Solo node = slow(2, 1, log(1, {1}));
  step("three entries come, and a heartbeat behind them, before the disk has done anything");
  node.receive(append(1, 1, {1, 1}, log(2, {1, 1, 1})));
  node.receive(append(1, 1, {4, 1}));
  REQUIRE(node->has_ready());
  Said said = begin_to_write(node);
  CHECK(of_type(said.before, MessageType::append_response).empty());
  CHECK(said.ready.must_sync);
  CHECK(said.ready.append == IndexRange{Index{2}, Index{4}});
  step("they are written: it says so");
  const std::vector<Message> answers =
      of_type(end_writing(node, said), MessageType::append_response);
  REQUIRE_FALSE(answers.empty());
  CHECK(answers.back().is_granted);
  CHECK(answers.back().log_index == Index{4});
  CHECK(is_all_written(node));
}

TEST_CASE("3c.04 A leader's entries leave while its own disk still writes them (thesis 10.2.1)",
          "[3c.04]") {
  Solo node = slow_leader();
  step("propose; the leader's disk is slow");
  const Index index = node.propose("x").last;
  REQUIRE(node->has_ready());
  Said said = begin_to_write(node);
  CHECK(said.ready.append.last == index);
  step("both followers are sent the entry before it is written here");
  for (const std::uint64_t peer : {2, 3}) {
    bool is_sent = false;
    for (const Message& each : for_node(said.before, peer))
      is_sent = is_sent || (!each.entries.empty() && each.entries.back().index == index);
    check(is_sent, "the leader sends the entry to node " + std::to_string(peer) + " at once");
  }
  step("and what its disk is done with holds back nothing of the kind");
  CHECK(of_type(end_writing(node, said), MessageType::append_entries).empty());
}

TEST_CASE("3c.05 A leader counts itself for an entry only when its own disk has it (thesis 10.2.1)",
          "[3c.05]") {
  Solo node = slow_leader();
  const Index index = node.propose("x").last;
  Said said = begin_to_write(node);
  step("one follower of two has the entry, and the leader's disk has not: that is one of three");
  node.receive(accept(2, node.term().value(), index.value()));
  CHECK(node.glance().commit < index);
  step("its disk is done: two of three");
  end_writing(node, said);
  CHECK(node.glance().commit == index);
  spoken(node);
  REQUIRE_FALSE(node.applied.empty());
  CHECK(node.applied.back().index == index);
}

TEST_CASE("3c.06 Who is alone in its cluster commits what its own disk has, and nothing before",
          "[3c.06]") {
  Solo node(1, 1, features_up_to('c'));
  node.is_written_at_once = false;
  step("it stands, and wins at once. Its vote goes to disk all the same");
  node.tick_until(Role::leader);
  spoken(node);
  CHECK(node.disk.hard_state.vote == NodeId{1});
  CHECK(node.disk.hard_state.term == node.term());
  step("propose: nothing is committed until it is written");
  const Index index = node.propose("x").last;
  CHECK(node.glance().commit < index);
  Said said = begin_to_write(node);
  CHECK(node.glance().commit < index);
  CHECK(said.ready.committed.last < index);
  end_writing(node, said);
  spoken(node);
  CHECK(node.glance().commit == index);
  REQUIRE_FALSE(node.applied.empty());
  CHECK(node.applied.back() == node->entry(index));
}

TEST_CASE("3c.07 Message by message, a node says only what is on its disk (Figure 2)", "[3c.07]") {
  step("two hundred nodes hear random messages while their disks write now and then");
  for (std::uint64_t seed = 1; seed <= 200 && broken_rules() == 0; ++seed) {
    auto random = patina::base::Random::stream(seed, "3c.07");
    Solo node = slow(1, 1, log(1, {1, 1}));
    for (int i = 0; i < 60 && broken_rules() == 0; ++i) {
      const std::uint64_t from = 2 + random.below(2), term = node.term().value();
      const auto last = node.glance().last;
      switch (random.below(6)) {
        case 0:
          node.receive(vote_request(from, term + random.below(3), {last.index.value() + 1, term}));
          break;
        case 1: node.tick(1 + random.below(8)); break;
        case 2: node.receive(vote(from, term)); break;
        case 3: node.propose("x"); break;
        case 4:
          if (node.role() == Role::leader) break;
          node.receive(append(from, term + 1, {last.index.value(), last.term.value()},
                              log(last.index.value() + 1, {term + 1, term + 1})));
          break;
        default: spoken(node);
      }
    }
    spoken(node);
    check(is_all_written(node), "with nothing ready all is on disk");
  }
  CHECK(broken_rules() == 0);
}
