// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g: Inflights, what a peer was sent and has not answered.
//
// Thread rule: one thread.
#pragma once

namespace patina::raft {

struct Inflights {};

}  // namespace patina::raft
