// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: stories to read and to play (./grade play 03 script FILE 3d), which come out as they stand.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3d.49 Who lacks what was compacted gets a snapshot, as a kept transcript tells it "
          "(paper, 7)",
          "[3d.49]") {
  const char* const story =
#include "../transcripts/snapshot.txt"
      ;
  keeps_transcript("snapshot", story, features_up_to('d'));
}
