// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A capsule's events, one at a time.
//
// Interface: walk(context, capsule) prints the first and waits for a key: n, the space bar or Enter
// go to the next, p to the one before, q ends. Where stdin or stdout is no terminal it prints all.
// Thread rule: the main thread alone.
#pragma once

#include <grader/report/capsule.hpp>

namespace grader {

struct Context;

void walk(Context& context, const Capsule& capsule);

}  // namespace grader
