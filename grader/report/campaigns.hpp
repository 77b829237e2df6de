// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the seeds of campaigns prove, and how many it took to find a fault.
//
// Interface:
//   failure_rate_bound(campaign)   of a clean one: how often a seed fails at most
//   campaigns_line(run, verbose)   what the clean campaigns of a run mean, in a sentence
//   SeedsToKill, seeds_line        of the mutants that campaigns killed
//
// N clean seeds: if a seed failed with probability p, all N would be clean with probability
// (1 - p)^N. Where that is below 5 %, p is ruled out at 95 % confidence: p < 1 - 0.05^(1/N), which
// is about 3/N.
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace grader {

// No value for a campaign that failed.
std::optional<double> failure_rate_bound(const Campaign& campaign);

// Of campaigns whose length the learner gave; of all, if `is_verbose`. Empty if there are none.
std::string campaigns_line(const RunResult& run, bool is_verbose);

// Ascending numbers of seeds; the median of an even count is the lower one of the two in the
// middle.
struct SeedsToKill {
  std::int64_t mutants = 0;
  std::int64_t median = 0;
  std::int64_t most = 0;
};
SeedsToKill seeds_to_kill(std::vector<std::int64_t> seeds);
std::string seeds_line(const std::string& lab, const SeedsToKill& seeds);

}  // namespace grader
