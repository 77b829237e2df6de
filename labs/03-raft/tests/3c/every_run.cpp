// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: every run of three nodes within small bounds, the shortest ones first, with power that fails.
#include <testkit/catch.hpp>
#include <testkit/check.hpp>
#include <testkit/raft/small_scope.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3c.47 In every run of three nodes in which one crashes, before it has written or before "
          "it has answered, nothing that was promised is forgotten (paper, Figure 2)",
          "[3c.47]") {
  step("two stand in one term, and one node crashes");
  every_run({.features = features_up_to('c'), .terms = 1, .crashes = 1});
  step("two stand within two terms; two messages are under way at most");
  every_run({.features = features_up_to('c'), .crashes = 1, .under_way = 2});
  step("one stands and takes a command, and two crashes befall them");
  every_run({.features = features_up_to('c'),
             .starts = {{1, {1}}, {1, {1}}, {1, {}}},
             .time_outs = 1,
             .proposals = 1,
             .crashes = 2,
             .under_way = 3,
             .states = 100'000});
}
