// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: a crash at every point at which a node writes something down while it compacts and installs.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions compacting(StoreKind store) {
  ClusterOptions options;
  options.features = features_up_to('d');
  options.compact_every = 5;
  options.store = store;
  return options;
}

void agree_on(Cluster& cluster, const std::string& name, int count) {
  for (int i = 1; i <= count; ++i) cluster.agree(name + "." + std::to_string(i));
}

enum class Call { write, sync };

// The victim compacts by itself; or it was away, and installs what the others send it. It crashes
// at its nth write or sync from then on, and comes back. Returns false if it never came so far.
bool crash_while(sim::Run& run, StoreKind store, bool is_installing, Call what, std::uint64_t nth) {
  run.tell("crash at", (what == Call::write ? "write " : "sync ") + std::to_string(nth));
  bool has_crashed = false;
  Cluster cluster(run, compacting(store));
  agree_on(cluster, "a", 3);
  const NodeId victim = cluster.followers().back();
  if (is_installing) {
    cluster.isolate(victim);
    agree_on(cluster, "b", 12);
  }
  if (what == Call::write) cluster.crash_at_write(victim, nth);
  if (what == Call::sync) cluster.crash_at_sync(victim, nth);
  cluster.heal();
  for (int i = 1; i <= 8; ++i) {
    cluster.agree("c." + std::to_string(i));
    if (cluster.is_up(victim)) continue;
    has_crashed = true;
    cluster.restart(victim);
  }
  cluster.run_until(converged, "the node that crashed catches up");
  cluster.expect_agreement();
  return has_crashed;
}

void crash_at_each(bool is_installing, Call what) {
  for (const StoreKind store : {StoreKind::memory, StoreKind::segments}) {
    std::uint64_t points = 0;
    for (bool has_crashed = true; has_crashed && points < 200; points += has_crashed ? 1 : 0)
      simulate([&, nth = points + 1](sim::Run& run) {
        has_crashed = crash_while(run, store, is_installing, what, nth);
      });
    CHECK(points > 5);
  }
}

}  // namespace

TEST_CASE("3d.40 A crash at any write while a snapshot is taken loses nothing (tikv #12618)",
          "[3d.40]") {
  crash_at_each(false, Call::write);
}

TEST_CASE("3d.41 A crash before any sync while a snapshot is taken loses nothing", "[3d.41]") {
  crash_at_each(false, Call::sync);
}

TEST_CASE(
    "3d.42 A crash at any write while a snapshot is installed leaves the old state or the new",
    "[3d.42]") {
  crash_at_each(true, Call::write);
}

TEST_CASE("3d.43 A crash before any sync while a snapshot is installed is no harm either",
          "[3d.43]") {
  crash_at_each(true, Call::sync);
}
