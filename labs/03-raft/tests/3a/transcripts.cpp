// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: stories to read and to play (./grade play 03 script FILE 3a), which come out as they stand.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3a.53 A candidate leads with the first yes of two, as a kept transcript tells it "
          "(paper, 5.2)",
          "[3a.53]") {
  const char* const story =
#include "../transcripts/election.txt"
      ;
  keeps_transcript("election", story, features_up_to('a'));
}

TEST_CASE("3a.54 Of two that stand in one term the third node makes one leader, as a kept "
          "transcript tells it (paper, 5.2)",
          "[3a.54]") {
  const char* const story =
#include "../transcripts/split-vote.txt"
      ;
  keeps_transcript("split-vote", story, features_up_to('a'));
}

TEST_CASE("3a.55 A voter refuses whose last entry is of an older term, as a kept transcript "
          "tells it (paper, 5.4.1)",
          "[3a.55]") {
  const char* const story =
#include "../transcripts/newer-log.txt"
      ;
  keeps_transcript("newer-log", story, features_up_to('a'));
}
