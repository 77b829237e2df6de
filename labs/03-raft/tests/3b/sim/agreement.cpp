// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: clusters that agree, with some of their nodes cut off now and then (the stories of 6.824,
// 3B).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

void agree_on(Cluster& cluster, const std::string& name, int count) {
  for (int i = 1; i <= count; ++i) cluster.agree(name + std::to_string(i));
}

// Proposed to this node, which may or may not be able to get them committed.
void write(Cluster& cluster, Which node, const std::string& name, int count) {
  for (int i = 1; i <= count; ++i) cluster.propose(node, name + std::to_string(i));
}

// Where a leader changes a command may be proposed, and applied, twice.
std::vector<std::string> without_repeats(const std::vector<std::string>& commands) {
  std::vector<std::string> first;
  for (const std::string& command : commands)
    if (std::find(first.begin(), first.end(), command) == first.end()) first.push_back(command);
  return first;
}

}  // namespace

TEST_CASE("3b.38 All nodes apply the same commands in the order of the leader's log (5.3)",
          "[3b.38]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    cluster.run_until_leader();
    step("commands one after the other, and then some at once");
    agree_on(cluster, "a", 5);
    write(cluster, cluster.leader(), "b", 10);
    cluster.wait_applied("b10");
    std::vector<std::string> expected;
    for (int i = 1; i <= 5; ++i) expected.push_back("a" + std::to_string(i));
    for (int i = 1; i <= 10; ++i) expected.push_back("b" + std::to_string(i));
    for (const NodeId node : cluster.nodes()) CHECK(cluster.commands(node) == expected);
    cluster.expect_agreement();
  });
}

TEST_CASE("3b.39 A follower that was cut off catches up when it is back (5.3)", "[3b.39]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('b'));
    agree_on(cluster, "with all ", 2);
    cluster.run_until_leader();
    step("a follower is cut off; the two others go on");
    const Which follower = cluster.any_follower();
    cluster.isolate(follower);
    agree_on(cluster, "with two ", 20);
    CHECK(cluster.commands(follower).size() == 2);
    step("it is back");
    cluster.heal();
    agree_on(cluster, "with all again ", 2);
    cluster.expect_agreement();
    CHECK(without_repeats(cluster.commands(follower)).size() == 24);
  });
}

TEST_CASE("3b.40 Without a majority nothing is committed, until one is there again (5.3)",
          "[3b.40]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    agree_on(cluster, "before ", 1);
    const NodeId leader = cluster.run_until_leader();
    step("three of four followers are cut off, and the leader gets a command");
    const std::vector<NodeId> others = cluster.followers();
    for (int i = 0; i < 3; ++i) cluster.isolate(others[static_cast<std::size_t>(i)]);
    const auto proposed = cluster.propose(leader, "with two of five");
    CHECK(proposed.is_taken());
    cluster.run_for(cluster.election_timeouts(3));
    cluster.expect(!cluster.is_committed("with two of five"), "raft.commit-majority",
                   "a command that two of five nodes have is not committed");
    step("all are back");
    cluster.heal();
    agree_on(cluster, "after ", 3);
    cluster.expect_agreement();
  });
}

TEST_CASE("3b.41 What a leader wrote that nobody could hear is replaced (5.3)", "[3b.41]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('b'));
    agree_on(cluster, "first ", 1);
    const NodeId first = cluster.run_until_leader();
    step("the leader is cut off, and takes three commands");
    cluster.isolate(first);
    write(cluster, first, "lonely ", 3);
    step("the others elect another, and agree");
    cluster.run_until(elected_other_than(first));
    agree_on(cluster, "second ", 2);
    step("now that one is cut off with a command, and the first is back");
    const NodeId second = cluster.leader();
    cluster.isolate(second);
    write(cluster, second, "lonely too ", 1);
    cluster.rejoin(first);
    cluster.cut(first, second);
    cluster.cut(second, first);
    agree_on(cluster, "third ", 2);
    cluster.heal();
    agree_on(cluster, "fourth ", 1);
    cluster.expect_agreement();
    const std::vector<std::string> expected = {"first 1", "second 1", "second 2",
                                               "third 1", "third 2",  "fourth 1"};
    for (const NodeId node : cluster.nodes())
      CHECK(without_repeats(cluster.commands(node)) == expected);
  });
}

TEST_CASE("3b.42 Long logs that went astray in two ways are brought together (5.3)", "[3b.42]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    agree_on(cluster, "common ", 1);
    const NodeId first = cluster.run_until_leader();
    const std::vector<NodeId> others = cluster.followers();
    step("a leader and a follower by themselves: fifty commands that can't be committed");
    cluster.partition({first, others[0]}, {others[1], others[2], others[3]});
    write(cluster, first, "astray ", 50);
    cluster.run_until(elected_other_than(first));
    agree_on(cluster, "kept ", 30);
    step("the three lose one of them: its leader writes fifty more, for nothing");
    const NodeId second = cluster.leader();
    std::vector<NodeId> rest = {others[1], others[2], others[3]};
    rest.erase(std::find(rest.begin(), rest.end(), second));
    cluster.heal();
    cluster.partition({second}, {rest[0]}, {first, others[0], rest[1]});
    write(cluster, second, "astray too ", 50);
    step("one of the majority and the two that were away from it");
    cluster.run_until(elected_other_than(second));
    agree_on(cluster, "kept too ", 30);
    cluster.heal();
    agree_on(cluster, "all ", 1);
    cluster.expect_agreement();
    CHECK(without_repeats(cluster.commands(first)).size() == 62);
  });
}
