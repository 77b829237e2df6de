// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "measure.hpp"

#include <testkit/raft/cluster.hpp>
#include <testkit/sim/run.hpp>

#include <algorithm>
#include <functional>

namespace zones {
namespace {

using namespace std::chrono_literals;
using patina::raft::NodeId;
using testkit::raft::Cluster;
using testkit::sim::Duration;

constexpr int commits = 400;
constexpr Duration between_commands = 20ms;

double milliseconds(Duration duration) { return static_cast<double>(duration.count()) / 1000; }

// One run with this seed.
void run(std::uint64_t seed, const std::function<void(testkit::sim::Run&)>& body) {
  testkit::sim::RunOptions options;
  options.seeds = 0;  // besides the one that is followed
  options.world.disk.sync_time = std::chrono::milliseconds(static_cast<int>(sync_ms));
  const testkit::sim::Following followed("sim; call 1; seed " + std::to_string(seed));
  const testkit::sim::Result result = testkit::sim::simulate(options, body);
  if (result.has_failed) throw Broken(result.rule + ": " + result.sentence);
}

// Five nodes in their zones; the one in `leader` stands for election before any other does.
class Town {
 public:
  Town(testkit::sim::Run& running, const Placement& placement, Zone leader)
      : placement_(placement), cluster_(running, options()), leader_(placement.node_in(leader)) {
    testkit::sim::set_zones(cluster_.world(), placement.zone_of);
    cluster_.with(leader_, [](patina::raft::Node& node) {
      for (int i = 0; i < 20 && node.glance().role == patina::raft::Role::follower; ++i)
        node.tick();
    });
    cluster_.run_until([this](const Cluster& now) { return now.leader() == leader_.id; },
                       "the node that stands first leads");
    cluster_.run_for(1s);
  }

  Cluster& cluster() { return cluster_; }

  void lose(Zone zone) { testkit::sim::lose_zone(cluster_.world(), placement_.zone_of, zone); }

  NodeId leader_outside(Zone lost) const {
    const NodeId leads = cluster_.leader();
    if (leads == patina::raft::no_node) return leads;
    return placement_.zone_of[leads.value() - 1] == lost ? patina::raft::no_node : leads;
  }

 private:
  static testkit::raft::ClusterOptions options() {
    testkit::raft::ClusterOptions options;
    options.nodes = 5;
    options.features = patina::raft::features_up_to('e');  // the core
    options.tick = std::chrono::milliseconds(static_cast<int>(tick_ms));
    return options;
  }

  const Placement& placement_;
  Cluster cluster_;
  const testkit::raft::Which leader_;
};

Duration drawn(patina::base::Random& random, Duration most) {
  return Duration(random.between(0, most.count()));
}

// Commands come at even distances, whoever leads; time without a leader is counted in between.
class Asking {
 public:
  Asking(Town& town, Zone lost) : town_(town), lost_(lost) {}

  void go_on(Duration duration) {
    testkit::sim::World& world = town_.cluster().world();
    for (const auto end = world.now() + duration; world.now() < end;) {
      ask();
      wait_until(std::min(world.now() + between_commands, end));
    }
  }

  void heal() { is_lost_ = false; }
  void lose() {
    town_.lose(lost_);
    is_lost_ = true;
  }

  Loss result() const {
    Loss loss = loss_;
    loss.without_leader_s = milliseconds(without_leader_) / 1000;
    for (const std::string& command : taken_)
      if (!town_.cluster().is_committed(command)) ++loss.lost;
    return loss;
  }

 private:
  bool is_led() const {
    const NodeId leads = is_lost_ ? town_.leader_outside(lost_) : town_.cluster().leader();
    return leads != patina::raft::no_node;
  }

  void ask() {
    ++loss_.asked;
    const std::string command = "command " + std::to_string(loss_.asked);
    if (!is_led())
      ++loss_.refused;
    else if (town_.cluster().propose(town_.cluster().leader(), command).is_taken())
      taken_.push_back(command);
  }

  void wait_until(testkit::sim::Time end) {
    testkit::sim::World& world = town_.cluster().world();
    const auto begin = world.now();
    if (!is_led()) {
      world.run_until([this] { return is_led(); }, end - begin);
      without_leader_ += world.now() - begin;
    }
    world.run_for(end - world.now());
  }

  Town& town_;
  const Zone lost_;
  bool is_lost_ = false;
  Duration without_leader_{};
  std::vector<std::string> taken_;
  Loss loss_;
};

}  // namespace

Commits measure_commits(std::uint64_t seed, const Placement& placement, Zone leader,
                        std::optional<Zone> lost) {
  std::vector<double> times;
  run(seed, [&](testkit::sim::Run& running) {
    times.clear();
    Town town(running, placement, leader);
    Cluster& cluster = town.cluster();
    if (lost) town.lose(*lost);
    cluster.run_for(3s);
    auto random = running.world().stream("zones");
    const int node = placement.node_in(leader);
    for (int i = 0; i < commits; ++i) {
      const auto begin = running.world().now();
      const auto index = cluster.propose("command " + std::to_string(i));
      cluster.run_until([&](const Cluster& now) { return now.glance(node).applied >= index; },
                        "a command is committed");
      times.push_back(milliseconds(running.world().now() - begin));
      cluster.run_for(drawn(random, between_commands));
    }
  });
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

Loss measure_loss(std::uint64_t seed, const Placement& placement, Zone lost) {
  Loss loss;
  run(seed, [&](testkit::sim::Run& running) {
    Town town(running, placement, lost);
    Asking asking(town, lost);
    auto random = running.world().stream("zones");
    asking.go_on(1s + drawn(random, 100ms));  // up to any moment between two heartbeats
    asking.lose();
    asking.go_on(std::chrono::seconds(static_cast<int>(loss_s)));
    town.cluster().heal();
    asking.heal();
    town.cluster().run_for(5s);
    loss = asking.result();
  });
  return loss;
}

}  // namespace zones
