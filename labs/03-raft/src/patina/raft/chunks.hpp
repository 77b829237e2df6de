// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: snapshots on their way, in pieces.
//
// Thread rule: one thread.
#pragma once

namespace patina::raft {

struct ChunksOut {};

struct ChunksIn {};

}  // namespace patina::raft
