// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i: a story to read and to play (./grade play 03 script FILE 3i), which comes out as it stands.
#include <testkit/catch.hpp>
#include <testkit/raft/script.hpp>

using namespace testkit::raft;
using patina::raft::features_up_to;

TEST_CASE("3i.26 Leadership is handed to who has the whole log, as a kept transcript tells it",
          "[3i.26]") {
  const char* const story =
#include "../transcripts/transfer.txt"
      ;
  keeps_transcript("transfer", story, features_up_to('i'));
}
