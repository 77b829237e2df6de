// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a bench measured, as a table for people and as JSON.
// Thread rule: pure.
#pragma once

#include <grader/engine/bench.hpp>

#include <string>

namespace grader {

std::string bench_text(const BenchResult& result);
std::string bench_json(const BenchResult& result);

}  // namespace grader
