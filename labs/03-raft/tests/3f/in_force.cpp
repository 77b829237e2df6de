// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f: which configuration is in force, and who goes on with a change (paper, 6 and 7).
#include <testkit/catch.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3f.09 A configuration is in force once it is in the log, and no longer once it is "
          "truncated",
          "[3f.09]") {
  Solo node(2, 3, changing());
  step("leader 1 sends a command, a joint configuration and a command; none is committed");
  node.receive(append(1, 1, {},
                      {entry(1, 1, "a"), configured(2, 1, joint({1, 2, 3}, {2, 3, 4})),
                       entry(3, 1, "b")}));
  CHECK(node.status().configuration == joint({1, 2, 3}, {2, 3, 4}));
  step("leader 3 of term 2 has another entry 3");
  node.receive(append(3, 2, {2, 1}, {entry(3, 2, "c")}));
  CHECK(node.status().configuration == joint({1, 2, 3}, {2, 3, 4}));
  step("leader 3 of term 4 has another entry 2");
  node.receive(append(3, 4, {1, 1}, {entry(2, 4, "d")}));
  CHECK(node.status().configuration == voters({1, 2, 3}));
}

TEST_CASE("3f.10 After a restart the last configuration of the log is in force, committed or not",
          "[3f.10]") {
  Solo node(2, 3, changing());
  step("it has two configurations in its log, crashes, and comes back");
  node.receive(append(1, 1, {},
                      {configured(1, 1, joint({1, 2, 3}, {2, 3, 4})),
                       configured(2, 1, voters({2, 3, 4})), entry(3, 1, "x")},
                      1));
  Solo again(node.config(), node.disk);
  CHECK(again.status().configuration == voters({2, 3, 4}));
  step("a leader truncates the second one");
  again.receive(append(3, 2, {1, 1}, {entry(2, 2, "y")}));
  CHECK(again.status().configuration == joint({1, 2, 3}, {2, 3, 4}));
}

TEST_CASE("3f.11 A snapshot holds the configuration of its last entry, and brings it along",
          "[3f.11]") {
  Solo node(2, 3, changing());
  step("it applies a configuration and a command, has a newer one in its log, and compacts");
  node.receive(append(1, 1, {},
                      {configured(1, 1, with_learners(voters({1, 2, 3}), {4})), entry(2, 1, "x"),
                       configured(3, 1, joint({1, 2, 3}, {2, 3, 4}))},
                      2));
  node->compact(Index{2}, Bytes("state"));
  node.pump();
  REQUIRE(node.disk.snapshot != nullptr);
  CHECK(node.disk.snapshot->configuration == with_learners(voters({1, 2, 3}), {4}));
  CHECK(node.status().configuration == joint({1, 2, 3}, {2, 3, 4}));
  step("the newer one is truncated: the snapshot's is in force");
  node.receive(append(3, 2, {2, 1}, {entry(3, 2, "y")}));
  CHECK(node.status().configuration == with_learners(voters({1, 2, 3}), {4}));
  step("a snapshot comes that its log does not hold");
  node.receive(install(3, 2, snapshot({9, 2}, joint({1, 2, 3}, {2, 3, 5}), "later")));
  CHECK(node.status().configuration == joint({1, 2, 3}, {2, 3, 5}));
  Solo again(node.config(), node.disk);
  CHECK(again.status().configuration == joint({1, 2, 3}, {2, 3, 5}));
}

TEST_CASE("3f.12 A new leader that finds a joint configuration ends the change, after its own "
          "first entry",
          "[3f.12]") {
  step("node 1 has a joint entry of another's, committed or not, and wins");
  Solo node = Solo::with(1, 3, changing(), 1,
                         {entry(1, 1, "x"), configured(2, 1, joint({1, 2, 3}, {1, 2, 4}))});
  node.become_leader();
  REQUIRE(end_of(node) == 3);
  step("all have that one, and nobody has the leader's own");
  for (const std::uint64_t other : {2, 3, 4})
    node.receive(accept(other, node.term().value(), 2));
  CHECK(end_of(node) == 3);
  step("they have that too");
  for (const std::uint64_t other : {2, 4}) node.receive(accept(other, node.term().value(), 3));
  REQUIRE(end_of(node) == 4);
  CHECK(node.entries().back() ==
        configured(4, node.term().value(), voters({1, 2, 4})));
}

TEST_CASE("3f.13 Peers follow the configuration at once: who stays, who comes and who goes",
          "[3f.13]") {
  Solo node = changing_leader(3);
  REQUIRE(ask(node, voters({1, 2, 4})).is_taken());
  step("4 is sent something; it has nothing, and says so: it gets all there is");
  const std::vector<Message> first = node.sent_to(4);
  REQUIRE(!first.empty());
  node.receive(refuse(4, node.term().value(), first.back().log_index.value(), {1, 0}));
  const std::vector<Message> all = node.sent_to(4);
  REQUIRE(!all.empty());
  CHECK(all.back().log_index == Index{0});
  CHECK(all.back().entries == node.entries());
  step("the change is committed: nothing more goes to 3, not even the entry that leaves it out");
  agree(node, {2, 4});
  CHECK(node.status().configuration == voters({1, 2, 4}));
  for (const Message& message : node.sent_to(3))
    for (const Entry& each : message.entries) CHECK(each.index < Index{end_of(node)});
  node.propose("x");
  node.tick(2);
  CHECK(node.sent_to(3).empty());
  step("what 2 and 4 have acknowledged before still counts");
  agree(node, {4});
  CHECK(commit_of(node) == end_of(node));
}
