// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Every run of a few nodes within small bounds, and not a sample of them: what goes wrong at all
// mostly goes wrong with three nodes, two terms and three entries.
//
// Interface:
//   every_run({.features = features_up_to('a'), .time_outs = 3})
//                        the word of a test: breaks it with the shortest run that breaks a rule
//   explore_runs(scope)  the same as a value, for tests of this
//
// A run is a list of moves: a node's election time-out, a leader's heartbeat, a proposal, a message
// that is delivered, out of turn or twice, a crash and restart. A message need not be delivered
// ever: so any may be lost, and that is no move. Moves that a scope counts happen that often at
// most in a run. Of more than `under_way` messages some are lost, in each possible way.
//
// The search is breadth-first: the first run that breaks a rule has the fewest moves. Its states
// are those of the nodes, what is under way, what is left of the bounds, and what was promised so
// far (who led which term, what is committed). Each is judged once, by its hash of 64 bits: of a
// million states two are taken for one with a probability of some 10^-8.
//
// A node is known by what it shows (status, log, disk) and by the answers that it was given since
// it started, in whichever order: a vote is counted before that shows. What else a node remembers
// and does not show may be overlooked. With is_symmetric, states that differ in the nodes' numbers
// only are one state; a fault of node 2 alone may then be overlooked. Nothing else within the
// bounds is left out, unless `states` ends the search: then all runs of less than `depth` moves
// were seen.
//
// Cost: nodes are not copied. What an input makes of a node's state is found once, by a new node
// that is given the same inputs, and remembered; nearly all moves are a look at that table.
// Thread rule: one search at a time.
#pragma once

#include <testkit/raft/ensemble.hpp>

#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

namespace testkit::raft {

struct Scope {
  Features features;
  std::vector<Ensemble::Start> starts = {{}, {}, {}};  // a node each, three at most
  std::uint64_t terms = 2;    // who is in this term stands no more
  std::uint64_t entries = 3;  // a leader with so many takes no proposal
  std::uint32_t time_outs = 2;
  std::uint32_t beats = 0;
  std::uint32_t proposals = 0;
  std::uint32_t duplicates = 0;
  std::uint32_t crashes = 0;  // 3c
  std::uint32_t under_way = 4;
  std::uint32_t message_entries_max = 1024;
  std::uint32_t states = 400'000;
  bool is_symmetric = true;
};

// The shortest run that breaks a rule.
struct BrokenRun {
  std::string rule;
  std::string sentence;
  std::vector<std::string> moves;   // in words, each with what came of it
  std::vector<std::string> script;  // the same for testkit/raft/script.hpp
};

struct Explored {
  std::uint64_t states = 0;
  std::uint64_t moves = 0;        // from one state to another, known or not
  std::uint64_t node_states = 0;  // of single nodes
  std::uint64_t replays = 0;      // inputs for which a node was made
  std::uint64_t depth = 0;        // moves of the longest run
  bool is_complete = false;       // false: `states` has ended the search
  std::optional<BrokenRun> broken;
};

Explored explore_runs(const Scope& scope);
Explored every_run(const Scope& scope,
                   std::source_location where = std::source_location::current());

}  // namespace testkit::raft
