// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: stories to read and to play (./grade play 03 script FILE 3b), which come out as they stand.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3b.49 What conflicts with the leader goes, as a kept transcript tells it (paper, 5.3)",
          "[3b.49]") {
  const char* const story =
#include "../transcripts/conflict.txt"
      ;
  keeps_transcript("conflict", story, features_up_to('b'));
}

TEST_CASE("3b.50 All six followers of Figure 7 end with the leader's log, as a kept transcript "
          "tells it (paper, 5.3)",
          "[3b.50]") {
  const char* const story =
#include "../transcripts/figure-7.txt"
      ;
  keeps_transcript("figure-7", story, features_up_to('b'));
}

TEST_CASE("3b.51 In Figure 8 a majority has an entry that is not committed, as a kept transcript "
          "tells it (paper, 5.4.2)",
          "[3b.51]") {
  const char* const story =
#include "../transcripts/figure-8.txt"
      ;
  keeps_transcript("figure-8", story, features_up_to('b'));
}
