// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An event of a simulated run as a sentence.
//
// Interface:
//   moment_words(moment)   "n1 sends to n2: RequestVote term 3"
//   moment_line(moment)    the same with the time before it and the state after it
//   time_words(us)         "1.204 s", "340 ms"
//   lane_words(lane)       "role=leader; term=3" becomes "leader, term 3"
// Thread rule: pure functions of their arguments and the catalogue.
#pragma once

#include <grader/report/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace grader {

std::string moment_words(const Moment& moment);
std::string moment_line(const Moment& moment);
std::string time_words(std::int64_t microseconds);
std::string lane_words(std::string_view lane);

}  // namespace grader
