// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Changes: somebody who can't make up their mind who shall belong to a cluster (3f).
//
// Interface:
//   Changes changes(cluster, options)     begins to ask for changes
//   changes.stop()
//   changes.asked(), taken()
//   draw_change(now, all, voters_max, kind, first, second)   one step away from a configuration
//
// Each change is drawn from the seed: a voter is added, removed or replaced, becomes a learner, or
// all of them change at once. It is asked of the leader, or of anybody who takes itself for one,
// whatever is under way: it may be refused. Each is a decision of the stream "changes".
// Thread rule: one thread. Copies are the same.
#pragma once

#include <testkit/raft/cluster.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace testkit::raft {

struct ChangesOptions {
  sim::Duration every = std::chrono::milliseconds(700);  // on average
  std::uint32_t voters_max = 5;
};

// `kind`, `first` and `second` are drawn numbers of any size. The result may be what was there.
Configuration draw_change(const Configuration& now, const std::vector<NodeId>& all,
                          std::uint32_t voters_max, std::uint64_t kind, std::uint64_t first,
                          std::uint64_t second);

class Changes {
 public:
  explicit Changes(const Cluster& cluster, const ChangesOptions& options = {});
  void stop();
  std::uint64_t asked() const;
  std::uint64_t taken() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace testkit::raft
