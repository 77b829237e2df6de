// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: every run of three nodes within small bounds, the shortest ones first.
#include <testkit/catch.hpp>
#include <testkit/check.hpp>
#include <testkit/raft/small_scope.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3b.47 In every run of three nodes with two terms and three entries, logs match, and "
          "what is committed is with a majority and with every later leader (paper, Figure 3)",
          "[3b.47]") {
  step("two stand, and one proposal is made; two messages are under way at most");
  every_run({.features = features_up_to('b'),
             .beats = 1,
             .proposals = 1,
             .under_way = 2,
             .states = 200'000});
  step("one leads, and others have what it lacks");
  every_run({.features = features_up_to('b'),
             .starts = {{2, {1, 1}}, {2, {1}}, {2, {1, 2}}},
             .terms = 3,
             .entries = 4,
             .time_outs = 1,
             .beats = 1,
             .proposals = 1,
             .duplicates = 1,
             .under_way = 3,
             .states = 150'000});
}

TEST_CASE("3b.48 In every run that goes on from the paper's Figure 8, an entry that was committed "
          "stays (paper, 5.4.2)",
          "[3b.48]") {
  step("node 1 holds an entry of term 1, node 3 one of term 2; two more stand");
  every_run({.features = features_up_to('b'),
             .starts = {{2, {1}}, {2, {}}, {2, {2}}},
             .terms = 4,
             .under_way = 2,
             .message_entries_max = 1});
}
