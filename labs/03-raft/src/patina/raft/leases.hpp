// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i: Lease, until when a leader may answer reads by itself.
//
// Thread rule: one thread.
#pragma once

namespace patina::raft {

struct Lease {};

}  // namespace patina::raft
