// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: Members, what a node remembers of configurations.
//
// Thread rule: one thread.
#pragma once

namespace patina::raft {

struct Members {};

}  // namespace patina::raft
