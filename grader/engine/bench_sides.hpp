// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a bench can measure: the sides of each row, and the command that measures one.
//
// Interface:
//   Sides sides(program, peers)        asks the programs what they can measure
//   sides.peers_of(row)                all but ours, in the order in which the programs list them
//   sides.measure(row, side)           one measurement, in a process of its own
//
// Two kinds of program are known. The lab's bench, and the peers in C++, are of Google Benchmark;
// their measurements are named row/side. A peer in another language is one side: `PROGRAM --list`
// names its rows, one a line, and `PROGRAM ROW` prints nanoseconds an operation. Below that it may
// print what it counted, "messages 8.0" a line; Google Benchmark's programs have counters for that.
// PATINA_PROCESSORS tells them which processors there are, neighbours on different cores.
// Thread rule: the main thread; a measurement wants the machine for itself.
#pragma once

#include <grader/engine/bench_peers.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

struct Measurement {
  double ns = 0;                         // an operation
  std::map<std::string, double> numbers;  // whatever else was said, by name
};

class Sides {
 public:
  Sides(const std::filesystem::path& program, const std::vector<PeerProgram>& peers);

  std::vector<std::string> peers_of(const std::string& row) const;

  // Nothing if the program does not know it or did not come to its end.
  std::optional<Measurement> measure(const std::string& row, const std::string& side) const;

 private:
  struct Side {
    std::string name;
    std::vector<std::string> command;
    bool is_google = false;  // it prints Google Benchmark's JSON, and else a number
  };
  void add_google(const std::filesystem::path& program);
  void add_other(const PeerProgram& peer);
  const Side* find(const std::string& row, const std::string& side) const;

  std::map<std::string, std::vector<Side>> rows_;
};

// For tests: from Google Benchmark's JSON, and from lines; nothing if it is another text.
std::optional<Measurement> parse_measurement(std::string_view json);
std::optional<Measurement> parse_lines(const std::string& output);

}  // namespace grader
