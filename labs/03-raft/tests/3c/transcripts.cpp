// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: stories to read and to play (./grade play 03 script FILE 3c), which come out as they stand.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3c.48 A node that loses power knows what it has said, as a kept transcript tells it "
          "(paper, Figure 2)",
          "[3c.48]") {
  const char* const story =
#include "../transcripts/crash.txt"
      ;
  keeps_transcript("crash", story, features_up_to('c'));
}
