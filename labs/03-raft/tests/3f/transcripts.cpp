// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f: a story to read and to play (./grade play 03 script FILE 3f), which comes out as it stands.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3f.30 Voters change by way of two majorities, as a kept transcript tells it (paper, 6)",
          "[3f.30]") {
  const char* const story =
#include "../transcripts/membership.txt"
      ;
  keeps_transcript("membership", story, features_up_to('f'));
}
