// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How fast a lab's types are, beside what else one could use.
//
// Interface:
//   bench(course, lab, request, progress)     builds, measures, compares
//   quartiles(values)                         lower quartile, median, upper quartile
//
// labs/NN/bench holds the programs and rows.json: the rows with their goals, and what each side is.
// Each measurement is a process of its own (bench_sides.hpp). A round measures ours, then each
// peer; rounds follow each other (A B C, A B C ..), so that what disturbs the machine disturbs all
// sides alike, and a ratio is of two that ran in the same round. What is compared is CPU time, and
// wall time where a row has several threads.
// Invariant: a goal is met only by what was measured.
// Thread rule: one bench() at a time, and nothing else on the machine if you can.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace grader {

using Quartiles = std::array<double, 3>;
Quartiles quartiles(std::vector<double> values);  // REQUIRES: not empty

// What was counted beside time, an operation: "allocations".
struct BenchCount {
  std::string name;
  double median = 0;
};

struct BenchPeer {
  std::string side;           // "std", "raw", "rust"
  std::optional<double> goal;  // the ratio is to be at most this:
  bool is_measured = false;
  Quartiles ns{};
  Quartiles ratio{};  // ours / theirs: below 1, ours is faster
  std::size_t goal_quartile = 1;  // its median, or 2: its upper quartile
  std::vector<BenchCount> counts{};
  bool is_met() const { return !goal || (is_measured && ratio[goal_quartile] <= *goal); }
};

struct BenchRow {
  std::string id;
  std::string title;
  std::string note;          // what one has to know to read the row; mostly empty
  bool is_measured = false;  // false: its program did not come to its end, mostly a stub
  Quartiles ns{};            // ours
  std::vector<BenchPeer> peers;
  bool is_wall_time = false;  // it has several threads; else CPU time is measured
  double others = 0;          // processors that other programs kept busy meanwhile
  std::vector<BenchCount> counts{};  // ours
};

// A side of which nothing was measured, because it needs what this machine lacks.
struct BenchAbsent {
  enum class Why { no_compiler, no_package, not_built, not_asked };
  std::string side;
  Why why = Why::no_compiler;
  std::string detail;  // what to type to have what it needs; what the compiler said
};

// A side, or what is counted: its name, and a sentence from rows.json.
struct BenchSide {
  std::string name;
  std::string meaning;
};

struct BenchRequest {
  Tree tree = Tree::solutions;
  int pairs = 15;
  std::string only;  // a part of a row's id; empty: all rows
  bool with_peers = false;  // those too that packages have to be installed for
};

struct BenchResult {
  enum class Status { measured, nothing_here, no_library, not_built };
  Status status = Status::measured;
  std::string output;  // of CMake or the compiler, if not built
  bool is_configured = true;
  std::string lab;
  Tree tree = Tree::solutions;
  std::string processor;
  double load_before = 0;  // of the last minute: runnable processes
  double load_after = 0;
  int pairs = 0;
  std::vector<BenchSide> sides;
  std::vector<BenchSide> counts;
  std::vector<BenchAbsent> absent;
  std::vector<BenchRow> rows;

  bool is_all_met() const;
};

BenchResult bench(const Course& course, const Lab& lab, const BenchRequest& request,
                  const Progress& progress);

}  // namespace grader
