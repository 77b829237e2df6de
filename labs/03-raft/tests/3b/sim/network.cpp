// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: clusters whose network loses, doubles and shuffles; and how much they say (6.824, 3B and 3C).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::base::Random;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

sim::NetworkOptions unreliable() {
  sim::NetworkOptions network;
  network.loss_per_million = 100'000;
  network.duplicate_per_million = 50'000;
  network.delay_max = 30ms;
  network.slow_per_million = 100'000;
  network.slow_delay = 400ms;
  return network;
}

}  // namespace

TEST_CASE("3b.43 Agreement takes a few messages a command, and a few bytes more than it (5.3)",
          "[3b.43]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('b'));
    sim::NetworkOptions in_order;
    in_order.delay_min = in_order.delay_max = 5ms;
    cluster.world().set_network(in_order);
    cluster.agree("first");
    cluster.run_for(2s);
    step("a hundred commands, and no time between them");
    cluster.count_from_now();
    const sim::Time begin = cluster.world().now();
    const std::string padding(1000, '.');
    for (int i = 0; i < 100; ++i) cluster.propose(std::to_string(i) + padding);
    cluster.wait_applied("99" + padding);
    const auto ticks = static_cast<std::uint64_t>((cluster.world().now() - begin) / 100ms);
    const std::uint64_t budget = 100 * 2 * 2 + 2 * 2 * (ticks + 1);
    cluster.expect(cluster.sent(MessageType::append_entries) <= budget, "raft.few-messages",
                   "a hundred commands take at most " + std::to_string(budget) +
                       " AppendEntries of two followers, and " +
                       std::to_string(cluster.sent(MessageType::append_entries)) + " were sent");
    cluster.expect(cluster.bytes_sent() <= 2 * 2 * 100'000 + 200'000, "raft.few-messages",
                   "each command goes to each follower once: " +
                       std::to_string(cluster.bytes_sent()) + " bytes were sent");
  });
}

TEST_CASE("3b.44 A command is applied everywhere although no other follows it (5.3)", "[3b.44]") {
  simulate(sim::seeds(5), [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    cluster.run_until_leader();
    step("one command, and then silence");
    cluster.propose("the only one");
    cluster.wait_applied("the only one");
    cluster.expect_agreement();
  });
}

TEST_CASE("3b.45 Messages get lost, come twice and late: all nodes agree all the same (5.3)",
          "[3b.45]") {
  simulate(sim::seeds(10), [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    cluster.world().set_network(unreliable());
    for (int i = 0; i < 20; ++i) {
      cluster.run_until_leader();
      cluster.propose("x" + std::to_string(i));
      cluster.run_for(50ms);
    }
    cluster.agree("the last");
    step("the network is well again");
    cluster.heal();
    cluster.expect_agreement();
  });
}

TEST_CASE("3b.46 Leaders come and go, cut off with what they wrote: nothing applied is lost (5.4)",
          "[3b.46]") {
  simulate(sim::seeds(10), [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('b'));
    cluster.world().set_network(unreliable());
    Random random = cluster.world().stream("story");
    for (std::uint64_t i = 0; i < 60; ++i) {
      const NodeId leader = cluster.leader();
      if (leader != patina::raft::no_node) {
        cluster.propose(leader, "x" + std::to_string(i));
        if (random.chance(1, 4) && run.allows("story", i)) cluster.isolate(leader);
      }
      if (random.chance(1, 5)) {
        cluster.heal();
        cluster.world().set_network(unreliable());
      }
      cluster.run_for(std::chrono::milliseconds(random.between(10, 800)));
    }
    step("all links are whole");
    cluster.heal();
    cluster.agree("the last");
    cluster.expect_agreement();
  });
}
