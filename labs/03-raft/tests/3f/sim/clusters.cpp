// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f in a cluster: it grows, is replaced, loses its leader in the middle of a change, and goes on.
#include <testkit/catch.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

using namespace testkit;
using namespace testkit::raft;

namespace {

ClusterOptions with_spares(std::uint32_t nodes, std::uint32_t spares) {
  ClusterOptions options;
  options.nodes = nodes;
  options.spares = spares;
  options.features = changing();
  return options;
}

// Voters 1, 2, 3 but for `left`, and 4.
Configuration replaced(Which left) {
  Configuration wanted = voters_up_to(4);
  std::erase(wanted.voters, left.id);
  return wanted;
}

bool answers(const Message& message) { return message.type == MessageType::append_response; }

}  // namespace

TEST_CASE("3f.19 A cluster grows from one node to three and to five while it works (paper, 6)",
          "[3f.19]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(1, 4));
    cluster.agree("alone");
    step("first as learners, which are brought up to date, and then as voters");
    cluster.change_to(with_learners(voters({1}), {2, 3}));
    cluster.agree("with two learners");
    cluster.change_to(voters_up_to(3));
    cluster.agree("three");
    step("and two more at once");
    cluster.change_to(voters_up_to(5));
    cluster.agree("five");
    step("now two of five may fail");
    cluster.crash(1);
    cluster.crash(3);
    cluster.agree("three of five");
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.20 All three nodes are replaced, one by one and all at once, and nothing is lost",
          "[3f.20]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 6));
    cluster.agree("first");
    step("one by one: 4, 5 and 6 for 1, 2 and 3");
    cluster.change_to(voters({2, 3, 4}));
    cluster.change_to(voters({3, 4, 5}));
    cluster.change_to(voters({4, 5, 6}));
    cluster.agree("second");
    step("all at once: 7, 8 and 9");
    cluster.change_to(voters({7, 8, 9}));
    cluster.agree("third");
    step("nobody else is there any more");
    for (const int gone : {1, 2, 3, 4, 5, 6}) cluster.crash(gone);
    cluster.agree("fourth");
    cluster.expect_agreement();
    testkit::check(cluster.commands(7) ==
                       std::vector<std::string>{"first", "second", "third", "fourth"},
                   "the new nodes have all commands, in order");
  });
}

TEST_CASE("3f.21 A leader that is removed goes, and the others go on without it (thesis 4.2.2)",
          "[3f.21]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 1));
    cluster.agree("before");
    const NodeId former = cluster.leader();
    step("the leader itself shall be replaced");
    cluster.change_to(replaced(former));
    testkit::check(cluster.leader() != former, "another one leads");
    testkit::check(cluster.glance(former).role == Role::follower, "the former one follows");
    cluster.agree("after");
    step("ten election time-outs later it has not stood for election");
    const NodeId leader = cluster.leader();
    const Term term = cluster.glance(leader).term;
    cluster.run_for(cluster.election_timeouts(10));
    testkit::check(cluster.glance(former).role == Role::follower, "it has not stood");
    testkit::check(cluster.leader() == leader, "the leader is the same");
    testkit::check(cluster.glance(leader).term == term, "and so is its term");
  });
}

TEST_CASE("3f.22 A leader crashes between two configurations, and another one ends the change",
          "[3f.22]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 1));
    cluster.agree("before");
    const NodeId former = cluster.leader();
    step("the joint entry reaches all, and the leader never hears so");
    cluster.drop_if(answers);
    const Configuration wanted = replaced(former);
    const patina::raft::Proposed proposed = cluster.change(former, wanted);
    cluster.run_until(
        [&](const Cluster& now) {
          for (const NodeId id : now.followers())
            if (now.is_member(id) && id.value() < 4 && now.glance(id).last.index < proposed.first)
              return false;
          return true;
        },
        "the others have the joint entry");
    cluster.crash(former);
    cluster.pass_all();
    step("the others elect, by both majorities, and end it");
    cluster.run_until(configured(wanted), "the new leader ends the change");
    cluster.agree("after");
    cluster.restart(former);
    cluster.run_for(cluster.election_timeouts(5));
    testkit::check(cluster.glance(former).role != Role::leader, "who was left out does not lead");
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.23 A change that is lost with its leader is rolled back, and another one can be made",
          "[3f.23]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 2));
    cluster.agree("before");
    const NodeId former = cluster.leader();
    step("a leader that nobody hears is asked for a change");
    cluster.isolate(former);
    testkit::check(cluster.change(former, voters({4, 5})).is_taken(), "it takes it");
    testkit::check(cluster.status(former).configuration == joint({1, 2, 3}, {4, 5}),
                   "it is in force there");
    step("the others know nothing of it, and elect");
    cluster.run_until(elected_other_than(former), "the others elect");
    cluster.agree("meanwhile");
    cluster.rejoin(former);
    cluster.agree("together");
    testkit::check(cluster.status(former).configuration == voters({1, 2, 3}),
                   "the change has not been");
    cluster.change_to(voters({1, 2, 3, 4}));
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.24 Who is removed, wiped and taken back gets everything anew, whatever answers of "
          "its former life arrive",
          "[3f.24]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 0));
    cluster.agree("before");
    const NodeId leader = cluster.leader();
    const NodeId other = cluster.any_follower().id;
    Configuration without = voters_up_to(3);
    std::erase(without.voters, other);
    step("a follower's answers are long under way");
    cluster.hold_if([other](const Message& message) {
      return answers(message) && message.from == other;
    });
    cluster.propose("x");
    cluster.run_ticks(3);
    step("it is removed, and comes back with an empty disk");
    cluster.change_to(without);
    cluster.agree("without it");
    cluster.crash(other);
    cluster.reformat(other);
    cluster.restart(other);
    testkit::check(cluster.change(leader, voters_up_to(3)).is_taken(), "it is taken back");
    step("the old answers arrive first");
    cluster.pass_all();
    cluster.release();
    cluster.change_to(voters_up_to(3));
    testkit::check(cluster.leader() == leader, "all that was in one leadership");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.25 Who was removed and does not know it disturbs nobody (paper, 6; thesis 4.2.3)",
          "[3f.25]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(5, 0));
    cluster.agree("before");
    step("two followers are cut off, and removed meanwhile");
    const std::vector<NodeId> followers = cluster.followers();
    Configuration wanted = voters_up_to(5);
    for (const NodeId gone : {followers[0], followers[1]}) {
      cluster.isolate(gone);
      std::erase(wanted.voters, gone);
    }
    cluster.change_to(wanted);
    const NodeId leader = cluster.leader();
    const Term term = cluster.glance(leader).term;
    step("they come back, and hear of nothing");
    cluster.heal();
    cluster.run_for(cluster.election_timeouts(20));
    testkit::check(cluster.leader() == leader, "the leader is the same");
    testkit::check(cluster.glance(leader).term == term, "and so is its term");
    cluster.agree("after");
  });
}

TEST_CASE("3f.26 A newcomer learns from a snapshot who belongs to the cluster, and knows it after "
          "a restart",
          "[3f.26]") {
  sim::simulate([](sim::Run& run) {
    ClusterOptions options = with_spares(3, 2);
    options.compact_every = 5;
    Cluster cluster(run, options);
    const Configuration wanted = with_learners(voters_up_to(4), {5});
    step("a voter and a learner are added, and more is committed than any log holds");
    cluster.change_to(wanted);
    for (int i = 0; i < 12; ++i) cluster.agree("x" + std::to_string(i));
    testkit::check(cluster.status(4).snapshot_index > Index{5}, "the log was compacted");
    step("the new voter comes back from its disk");
    cluster.crash(4);
    cluster.restart(4);
    testkit::check(cluster.status(4).configuration == wanted, "it knows the configuration");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.27 Between two configurations nobody leads without both majorities, after a restart "
          "too",
          "[3f.27]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(3, 2));
    cluster.agree("before");
    const NodeId leader = cluster.leader();
    step("two of the three new voters are away: the joint entry can't be committed");
    cluster.partition({1, 2, 3}, {4, 5});
    Configuration wanted = voters({4, 5});
    wanted.voters.insert(wanted.voters.begin(), leader);
    const Index entry = cluster.change(leader, wanted).first;
    cluster.run_until(
        [entry](const Cluster& now) {
          return now.glance(1).last.index >= entry && now.glance(2).last.index >= entry &&
                 now.glance(3).last.index >= entry;
        },
        "the three have it");
    step("all three crash and come back: the joint configuration is in force");
    for (const int node : {1, 2, 3}) cluster.crash(node);
    for (const int node : {1, 2, 3}) cluster.restart(node);
    for (const int node : {1, 2, 3})
      testkit::check(cluster.status(node).configuration.is_joint(), "it is between the two");
    cluster.run_for(cluster.election_timeouts(10));
    for (const int node : {1, 2, 3})
      testkit::check(cluster.glance(node).role != Role::leader, "the old voters elect nobody");
    step("the new ones are there: the change is done");
    cluster.heal();
    cluster.run_until(configured(wanted), "somebody leads and ends the change");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}
