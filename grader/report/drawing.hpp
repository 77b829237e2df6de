// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A capsule as a drawing: objects are lanes, events are rows, moves and copies are arrows.
//
// Interface:
//   draw(capsule, limits)    lanes and rows, with what was left out counted
//   words_of(event)          one event as a sentence: "a.2 was made by moving a"
//
// A cell knows what stands in it, whether its object lives above and below it, and which part of an
// arrow crosses it; how that looks is the page's business (page.cpp). Objects that broke a rule,
// and those they came from, are never left out. Thread rule: pure functions.
#pragma once

#include <grader/report/capsule.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace grader {

enum class LifeState { none, alive, moved_from };

enum class Arrow { none, passes, starts, ends_from_left, ends_from_right };

struct Cell {
  LifeState above = LifeState::none;
  LifeState below = LifeState::none;
  Arrow arrow = Arrow::none;
  bool is_left = false;        // the arrow touches the left edge of the cell
  bool is_right = false;       // and the right one
  bool is_edge_above = false;  // an arrow from an earlier row runs down the left edge, here above
  bool is_edge_below = false;  // and here below the middle
  std::string kind;            // the event that happens to this object; empty if none
};

struct Row {
  const CapsuleEvent* event = nullptr;
  bool is_broken = false;   // broke the rule, or is the failure
  std::vector<Cell> cells;  // one a lane
};

struct Drawing {
  std::vector<std::string> lanes;
  std::vector<Row> rows;
  std::size_t left_out_lanes = 0;
  std::size_t left_out_rows = 0;
};

struct DrawingLimits {
  std::size_t lanes = 24;
  std::size_t rows = 300;
};

// The rows point into the capsule, which must outlive them.
Drawing draw(const Capsule& capsule, const DrawingLimits& limits = {});

std::string words_of(const CapsuleEvent& event);
std::string broke_words(const CapsuleEvent& event);  // ". This broke the rule: x"; or nothing
bool is_broken(const CapsuleEvent& event);
bool is_operation(
    const CapsuleEvent& event);  // of a thread: lanes are threads, arrows what they learn
bool is_about_threads(const Capsule& capsule);

}  // namespace grader
