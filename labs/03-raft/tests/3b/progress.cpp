// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: what a leader learns from answers, in whatever order they come (paper, 5.3).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using patina::raft::PeerStatus;

namespace {

// Node 1 of as many leads term 1, with a no-op and three commands.
Solo leader_of_four_entries(std::uint64_t voters) {
  Solo node(1, voters, features_up_to('b'));
  node.become_leader();
  for (const char* command : {"x", "y", "z"}) node.propose(command);
  node.sent();
  return node;
}

PeerStatus of_peer(const Solo& node, std::uint64_t peer) {
  for (const PeerStatus& each : node.status().peers)
    if (each.id == NodeId{peer}) return each;
  return {};
}

}  // namespace

TEST_CASE("3b.22 An answer that comes twice counts once (5.3)", "[3b.22]") {
  Solo node = leader_of_four_entries(5);
  step("node 2 agrees, and its answer is doubled by the network");
  for (int i = 0; i < 3; ++i) node.receive(accept(2, 1, 4));
  CHECK(node.glance().commit == Index{0});
  step("node 5 agrees: three of five");
  node.receive(accept(5, 1, 4));
  CHECK(node.glance().commit == Index{4});
}

TEST_CASE("3b.23 An answer that was overtaken by another takes nothing back (5.3)", "[3b.23]") {
  Solo node = leader_of_four_entries(3);
  step("node 2 agrees up to 3: no more is known of it, whatever was sent");
  node.receive(accept(2, 1, 3));
  CHECK(of_peer(node, 2).match_index == Index{3});
  CHECK(node.glance().commit == Index{3});
  step("it agrees up to 4; then its earlier answers arrive");
  node.receive(accept(2, 1, 4));
  node.receive(accept(2, 1, 2));
  node.receive(accept(2, 1, 0));
  CHECK(of_peer(node, 2).match_index == Index{4});
  CHECK(of_peer(node, 2).next_index > Index{4});
  CHECK(node.glance().commit == Index{4});
}

TEST_CASE("3b.24 A refusal that was overtaken sends nothing again (5.3)", "[3b.24]") {
  Solo node = leader_of_four_entries(3);
  node.receive(accept(2, 1, 4));
  node.sent();
  step("a refusal arrives that node 2 gave before it had anything");
  node.receive(refuse(2, 1, 1, {1, 0}));
  node.receive(refuse(2, 1, 3, {1, 0}));
  node.tick(node.config().heartbeat_ticks);
  CHECK(of_peer(node, 2).match_index == Index{4});
  CHECK(of_peer(node, 2).next_index > Index{4});
  for (const Message& message : node.sent_to(2)) CHECK(message.entries.empty());
}

TEST_CASE("3b.25 Answers from an earlier term of this leader count for nothing (5.1)", "[3b.25]") {
  Solo node = leader_of_four_entries(3);
  step("term 2 has another leader, whose entry replaces all that is here");
  node.receive(append(2, 2, {}, log(1, {2})));
  step("then node 1 leads again, in term 3");
  node.become_leader();
  REQUIRE(node.term() == Term{3});
  node.propose("w");
  step("and only now answers of term 1 arrive");
  node.receive(accept(2, 1, 3));
  node.receive(accept(3, 1, 3));
  CHECK(of_peer(node, 2).match_index == Index{0});
  CHECK(node.glance().commit == Index{0});
}

TEST_CASE("3b.26 After a refusal the leader goes back until the logs agree, then sends all (5.3)",
          "[3b.26]") {
  Solo node = leader_of_four_entries(3);
  std::uint64_t has = 0;  // of node 2: nothing yet
  const auto talk_until = [&](std::uint64_t last) {
    for (int rounds = 0; rounds < 20 && has < last; ++rounds) {
      node.tick(node.config().heartbeat_ticks);
      for (const Message& asked : node.sent_to(2)) {
        const std::uint64_t previous = asked.log_index.value();
        const std::uint64_t brought = previous + asked.entries.size();
        if (previous <= has) has = std::max(has, brought);
        node.receive(previous <= has ? accept(2, 1, brought)
                                     : refuse(2, 1, previous, {has + 1, 0}));
      }
    }
  };
  step("node 2 has an empty log, and answers what is asked");
  talk_until(4);
  CHECK(has == 4);
  CHECK(of_peer(node, 2).match_index == Index{4});
  CHECK(node.glance().commit == Index{4});
  step("from then on it is sent what comes");
  node.propose("w");
  talk_until(5);
  CHECK(has == 5);
  CHECK(node.glance().commit == Index{5});
}

TEST_CASE("3b.27 A message holds no more than its limits, and no gap (5.3)", "[3b.27]") {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(3);
  config.features = features_up_to('b');
  config.message_entries_max = 3;
  config.message_bytes_max = 100;
  Restored restored;
  restored.hard_state.term = Term{1};
  for (std::uint64_t index = 1; index <= 12; ++index)  // the sixth is more than a message holds
    restored.entries.push_back(entry(index, 1, std::string(index == 6 ? 500 : index * 10, 'x')));
  Solo node(config, restored);
  node.become_leader();
  node.tick(config.heartbeat_ticks);
  std::uint64_t has = 0;
  step("node 2 gets all of it");
  for (int rounds = 0; rounds < 50 && has < 13; ++rounds) {
    for (const Message& asked : node.sent_to(2)) {
      std::uint64_t bytes = 0;
      for (std::size_t i = 0; i < asked.entries.size(); ++i) {
        CHECK(asked.entries[i].index == asked.log_index + 1 + i);
        bytes += asked.entries[i].data.size();
      }
      CHECK(asked.entries.size() <= 3);
      CHECK((bytes <= 100 || asked.entries.size() == 1));
      const std::uint64_t previous = asked.log_index.value();
      if (previous <= has) has = std::max(has, previous + asked.entries.size());
      node.receive(previous <= has ? accept(2, 2, previous + asked.entries.size())
                                   : refuse(2, 2, previous, {has + 1, 0}));
    }
    node.tick(config.heartbeat_ticks);
  }
  CHECK(has == 13);
}
