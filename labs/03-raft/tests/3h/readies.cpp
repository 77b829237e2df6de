// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: a node that has several Readies out.
#include <testkit/catch.hpp>
#include <testkit/raft/pieces.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

namespace {

Config config_of(std::uint64_t voters = 3) {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(voters);
  config.features = asynchronous();
  return config;
}

Solo follower(std::uint64_t term, std::vector<Entry> entries) {
  Restored restored;
  restored.hard_state.term = Term{term};
  restored.entries = std::move(entries);
  Solo node(config_of(), restored);
  node.is_written_at_once = false;
  return node;
}

// It leads, and all that it has is on disk; nothing else is committed than its first entry.
Solo leader() {
  Solo node(config_of());
  node.become_leader();
  node.receive(accept(2, 1, 1));
  node.is_written_at_once = false;
  node.sent();
  return node;
}

bool has_ack(const std::vector<Message>& messages) {
  for (const Message& each : of_type(messages, MessageType::append_response))
    if (each.is_granted) return true;
  return false;
}

}  // namespace

TEST_CASE("3h.08 While a Ready is written the next one is there, with what is new, and no more",
          "[3h.08]") {
  Solo node = follower(1, {});
  node.receive(append(2, 1, {}, log(1, {1, 1})));
  Said first = begin_to_write(node);
  CHECK(first.ready.append == patina::raft::IndexRange{Index{1}, Index{2}});
  CHECK_FALSE(node->has_ready());
  step("more comes while the disk is at work");
  node.receive(append(2, 1, {2, 1}, log(3, {1})));
  REQUIRE(node->has_ready());
  Said second = begin_to_write(node);
  CHECK(second.ready.number > first.ready.number);
  CHECK(second.ready.append == patina::raft::IndexRange{Index{3}, Index{3}});
  step("each Ready's answer leaves with it");
  const auto one = of_type(end_writing(node, first), MessageType::append_response);
  REQUIRE(one.size() == 1);
  CHECK(one[0].log_index == Index{2});
  const auto two = of_type(end_writing(node, second), MessageType::append_response);
  REQUIRE(two.size() == 1);
  CHECK(two[0].log_index == Index{3});
  CHECK(node.disk.entries == node.entries());
}

TEST_CASE("3h.09 An answer waits for what it speaks of, also where it comes in a later Ready",
          "[3h.09]") {
  Solo node = follower(1, {});
  node.receive(append(2, 1, {}, log(1, {1, 1})));
  Said first = begin_to_write(node);
  CHECK_FALSE(has_ack(first.before));
  step("the same entries once more: there is nothing to write, but what they are is not on disk");
  node.receive(append(2, 1, {}, log(1, {1, 1})));
  Said second = begin_to_write(node);
  CHECK_FALSE(has_ack(second.before));
  CHECK(has_ack(end_writing(node, first)));
  CHECK(has_ack(end_writing(node, second)));
  step("a vote, while entries are being written");
  node.receive(append(2, 1, {2, 1}, log(3, {1})));
  Said third = begin_to_write(node);
  node.receive(vote_request(3, 2, {9, 1}));
  Said vote = begin_to_write(node);
  CHECK(of_type(vote.before, MessageType::vote_response).empty());
  end_writing(node, third);
  CHECK(of_type(end_writing(node, vote), MessageType::vote_response).size() == 1);
}

TEST_CASE("3h.10 A leader counts itself for what is on its disk, Ready by Ready", "[3h.10]") {
  Solo node = leader();
  node.propose("x");
  Said first = begin_to_write(node);
  node.propose("y");
  Said second = begin_to_write(node);
  step("its followers are sent both meanwhile, and one of them has them");
  CHECK_FALSE(of_type(first.before, MessageType::append_entries).empty());
  CHECK_FALSE(of_type(second.before, MessageType::append_entries).empty());
  node.receive(accept(2, 1, 3));
  CHECK(node.glance().commit == Index{1});
  end_writing(node, first);
  CHECK(node.glance().commit == Index{2});
  end_writing(node, second);
  CHECK(node.glance().commit == Index{3});
}

TEST_CASE("3h.11 What a majority of others has is committed and applied, though not on disk here",
          "[3h.11]") {
  Solo node = leader();
  node.propose("x");
  Said first = begin_to_write(node);
  node.receive(accept(2, 1, 2));
  node.receive(accept(3, 1, 2));
  CHECK(node.glance().commit == Index{2});
  Said second = begin_to_write(node);
  CHECK(second.ready.committed.last == Index{2});
  step("applied, and compacted away, and the disk has not come back yet");
  node.apply(first.ready);
  node.apply(second.ready);
  CHECK(node.glance().applied == Index{2});
  node->compact(Index{2}, Bytes("state"));
  Said third = begin_to_write(node);
  REQUIRE(third.ready.snapshot != nullptr);
  CHECK_FALSE(third.ready.is_install);
  for (Said* each : {&first, &second, &third}) end_writing(node, *each);
  step("a leader still, that counts itself");
  node.propose("y");
  Said last = begin_to_write(node);
  end_writing(node, last);
  node.receive(accept(3, 1, 3));
  CHECK(node.glance().commit == Index{3});
}

TEST_CASE("3h.12 An entry that another leader's took the place of is not counted later",
          "[3h.12]") {
  Solo node = follower(2, {});
  step("three entries of term 2 are being written; a leader of term 3 has only two");
  node.receive(append(2, 2, {}, log(1, {2, 2, 2})));
  Said first = begin_to_write(node);
  node.receive(append(3, 3, {1, 2}, log(2, {3})));
  Said second = begin_to_write(node);
  end_writing(node, first);
  end_writing(node, second);
  step("it leads term 4 itself, and its third entry is being written");
  node.tick_until(Role::candidate);
  spoken(node);
  node.receive(vote(2, 4));
  REQUIRE(node.role() == Role::leader);
  REQUIRE(node.terms() == std::vector<std::uint64_t>{2, 3, 4});
  Said third = begin_to_write(node);
  node.receive(accept(2, 4, 3));
  CHECK(node.glance().commit == Index{0});
  end_writing(node, third);
  CHECK(node.glance().commit == Index{3});
}

TEST_CASE("3h.13 What a leader sends waits while its term is not on disk, handed out or not",
          "[3h.13]") {
  step("a voter alone leads at once; a learner listens");
  Config config = config_of(1);
  config.configuration.learners = {NodeId{2}};
  Solo node(config);
  node.is_written_at_once = false;
  node.tick_until(Role::leader);
  Said first = begin_to_write(node);
  CHECK(first.before.empty());
  node.propose("x");
  node.tick();
  Said second = begin_to_write(node);
  CHECK(second.before.empty());
  end_writing(node, first);
  step("now it is");
  node.propose("y");
  Said third = begin_to_write(node);
  node.tick();
  Said fourth = begin_to_write(node);
  CHECK_FALSE((third.before.empty() && fourth.before.empty()));
}
