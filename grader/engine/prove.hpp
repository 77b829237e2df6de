// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The grader proves itself: every mutant fails for the reason that its note gives, every alternate
// scores full.
//
// Interface: prove(course, request, progress). The tests that are to kill a mutant must first have
// passed on the solution in the same mode; else the proof is worth nothing and says so.
// Thread rule: as judge().
#pragma once

#include <grader/course/proofs.hpp>
#include <grader/engine/engine.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

enum class Outcome {
  killed,       // by the tests of its note, with the verdict of its note
  survived,     // a test that was to fail passed
  other_reason, // failed, with another verdict or rule than its note's
  broken,       // the patch does not fit, or what it makes does not compile
};

struct MutantProof {
  Mutant mutant;
  Outcome outcome = Outcome::broken;
  std::string verdict;                 // what it got
  std::vector<std::string> caught_by;  // the tests that failed in its own mode
  std::map<Sanitize, std::vector<std::string>> row;  // all tests that failed, by mode; if asked for
  std::optional<std::int64_t> seeds;  // that a campaign ran until it failed; of several, the fewest
  std::string detail;  // for people: why it is not killed
  std::int64_t duration_ms = 0;
};

struct AlternateProof {
  Alternate alternate;
  bool is_full = false;
  std::vector<std::string> rejected_by;  // "1b.04 WRONG (asan)"
  std::string detail;
  std::int64_t duration_ms = 0;
};

struct ProveRequest {
  std::vector<Mutant> mutants;
  std::vector<Alternate> alternates;
  bool is_full = false;  // all tests of the task, in all modes
  bool counts_seeds = false;  // its simulated tests too, in the default mode
  int jobs = 0;
};

struct ProveResult {
  std::vector<MutantProof> mutants;
  std::vector<AlternateProof> alternates;
  std::vector<std::string> solution_failures;  // tests that the solution itself fails
  int killed() const;
  bool is_clean() const;
};

ProveResult prove(const Course& course, const ProveRequest& request, const Progress& progress);

}  // namespace grader
