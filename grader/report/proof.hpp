// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The matrix that `prove` prints: mutant, task, caught by, time; and the same as JSON.
// Thread rule: pure.
#pragma once

#include <grader/engine/prove.hpp>

#include <string>

namespace grader {

std::string proof_text(const ProveResult& result);
std::string proof_json(const ProveResult& result);

}  // namespace grader
