// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How fast the reference runs in the simulator with the referee looking on: CPU time on one core.
// Goals: 300,000 events a second with all checkers while clients are busy, and an idle cluster of
// five at 5,000 virtual seconds a second. Prints one line a load. Is linked with tests/subject.cpp
// of lab 03.
#include <testkit/raft/campaign.hpp>

#include <cstdio>
#include <ctime>

namespace {

using namespace testkit::raft;
namespace sim = testkit::sim;
using patina::raft::features_up_to;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Body>
void measure(const char* load, Body body) {
  double events = 0;
  double virtual_seconds = 0;
  const double begin = cpu_seconds();
  sim::simulate([&](sim::Run& run) {
    body(run);
    events = static_cast<double>(run.world().events());
    virtual_seconds = static_cast<double>(run.world().now().count()) * 1e-6;
  });
  const double seconds = cpu_seconds() - begin;
  std::printf("%-24s %9.0f events  %6.3f s CPU  %9.0f events/s  %7.0f virtual s/s\n", load, events,
              seconds, events / seconds, virtual_seconds / seconds);
}

CampaignOptions busy(bool has_faults) {
  CampaignOptions options;
  options.cluster.nodes = 5;
  options.cluster.features = features_up_to('e');
  options.cluster.compact_every = 50;
  options.cluster.store = StoreKind::segments;
  options.clients.count = 10;
  options.clients.pause = std::chrono::milliseconds(20);
  options.has_faults = has_faults;
  options.faults.safety = std::chrono::seconds(60);
  return options;
}

}  // namespace

int main() {
  measure("five, idle", [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('e'));
    cluster.run_for(std::chrono::seconds(5000));
  });
  measure("five, ten clients", [](sim::Run& run) { campaign(run, busy(false)); });
  measure("five, clients and faults", [](sim::Run& run) { campaign(run, busy(true)); });
  return 0;
}
