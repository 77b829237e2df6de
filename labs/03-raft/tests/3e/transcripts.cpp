// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e: stories to read and to play (./grade play 03 script FILE 3e), which come out as they stand.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3e.33 A read waits until a majority is heard, as a kept transcript tells it (thesis, "
          "6.4)",
          "[3e.33]") {
  const char* const story =
#include "../transcripts/read-index.txt"
      ;
  keeps_transcript("read-index", story, features_up_to('e'));
}
