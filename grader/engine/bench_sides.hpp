// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a bench can measure: the sides of each row, and the command that measures one.
//
// Interface:
//   build_peers(course, lab, folder)   the peers in other languages, each built or absent
//   Sides sides(program, peers)        asks the programs what they can measure
//   sides.peers_of(row)                all but ours, in the order in which the programs list them
//   sides.measure(row, side)           one measurement, in a process of its own
//
// Two kinds of program are known. The lab's bench is one of Google Benchmark; its measurements are
// named row/side. A peer in another language is one side: `PROGRAM --list` names its rows, one a
// line, and `PROGRAM ROW` prints nanoseconds of CPU time an operation.
// Thread rule: the main thread; a measurement wants the machine for itself.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/bench.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

struct PeerProgram {
  std::string side;               // "rust"
  std::filesystem::path program;  // empty: absent
  BenchAbsent absent;             // why, if it is
};

std::vector<PeerProgram> build_peers(const Course& course, const Lab& lab,
                                     const std::filesystem::path& folder);

class Sides {
 public:
  Sides(const std::filesystem::path& program, const std::vector<PeerProgram>& peers);

  std::vector<std::string> peers_of(const std::string& row) const;

  // Nanoseconds an operation; nothing if the program does not know it or did not come to its end.
  std::optional<double> measure(const std::string& row, const std::string& side) const;

 private:
  struct Side {
    std::string name;
    std::vector<std::string> command;
    bool is_google = false;  // it prints Google Benchmark's JSON, and else a number
  };
  const Side* find(const std::string& row, const std::string& side) const;

  std::map<std::string, std::vector<Side>> rows_;
};

// For tests: nanoseconds an operation, from Google Benchmark's JSON; nothing if it is another text.
std::optional<double> parse_measurement(std::string_view json);

}  // namespace grader
