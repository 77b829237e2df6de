// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: every run of three nodes within small bounds, the shortest ones first.
#include <testkit/catch.hpp>
#include <testkit/check.hpp>
#include <testkit/raft/small_scope.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3a.52 In every run of three nodes within two terms, whatever is lost, late, doubled and "
          "out of order, a term has one leader at most (paper, Figure 3, Election Safety)",
          "[3a.52]") {
  step("three stand, or one of them twice; three messages are under way at most");
  every_run({.features = features_up_to('a'), .time_outs = 3, .under_way = 3});
  step("two stand, and a message comes twice");
  every_run({.features = features_up_to('a'), .duplicates = 1, .under_way = 3});
  step("two stand, and one of the three has an entry that the others lack");
  every_run({.features = features_up_to('a'),
             .starts = {{1, {1}}, {1, {}}, {1, {}}},
             .terms = 3,
             .under_way = 3});
}
