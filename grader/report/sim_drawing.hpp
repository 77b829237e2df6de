// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A simulated run as a space-time diagram: actors are lanes, time runs downwards, messages are
// arrows.
//
// Interface:
//   is_simulated(capsule)   is it of a simulated run?
//   draw_run(capsule)       rows, lanes, arrows, bands; how they look is the page's business
//   moment_of(event)        the event as the simulation told it
// The rows point into the capsule, which must outlive them. Thread rule: pure functions.
#pragma once

#include <grader/report/capsule.hpp>
#include <grader/report/result.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace grader {

enum class ArrowEnd {
  arrives,
  is_lost,          // at `to_row`
  leaves,           // its delivery is not drawn
  leaves_and_lost,  // nor is its loss
};

struct MessageArrow {
  std::size_t from_row = 0;
  std::size_t to_row = 0;
  std::size_t from_lane = 0;
  std::size_t to_lane = 0;
  ArrowEnd end = ArrowEnd::arrives;
  bool is_again = false;  // a second copy of the same message
};

// While links are cut: which side of the partition each lane is on, from 0. Empty if some links are
// cut and all still reach each other.
struct PartitionBand {
  std::size_t first_row = 0;
  std::size_t end_row = 0;
  std::vector<std::size_t> sides;
  std::string cuts;
};

struct RunRow {
  const CapsuleEvent* event = nullptr;
  std::size_t lane = 0;
  bool has_lane = false;
  bool is_broken = false;
};

struct LaneSpan {  // up, or down
  std::size_t lane = 0;
  std::size_t first_row = 0;
  std::size_t end_row = 0;
  bool is_up = true;
};

struct RunDrawing {
  std::vector<std::string> lanes;
  std::vector<RunRow> rows;
  std::vector<LaneSpan> spans;
  std::vector<MessageArrow> arrows;
  std::vector<PartitionBand> bands;
};

bool is_simulated(const Capsule& capsule);
bool is_moment(const CapsuleEvent& event);
Moment moment_of(const CapsuleEvent& event);
RunDrawing draw_run(const Capsule& capsule);

}  // namespace grader
