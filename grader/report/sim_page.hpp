// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The part of a page that draws a simulated run (show_page.cpp, sim_drawing.hpp).
//
// Interface:
//   run_section(capsule)       a table with a lane for each actor, under it the arrows
//   run_arrows(drawing)        the arrows, lives and partitions alone: an SVG that nobody reads out
//   sim_style, sim_script      its looks; and what moves the marked moment
//
// Rows have one height, so that the drawing lies exactly under the table, whatever the zoom.
// Thread rule: pure functions of their arguments and the catalogue.
#pragma once

#include <grader/report/sim_drawing.hpp>

#include <string>
#include <string_view>

namespace grader {

// Sizes in units of the drawing, 16 of them a rem; the style sheet says the same in rem.
inline constexpr int run_row_height = 64;
inline constexpr int run_lane_width = 224;

std::string run_section(const Capsule& capsule);
std::string run_arrows(const RunDrawing& drawing);

extern const std::string_view sim_style;
extern const std::string_view sim_script;

}  // namespace grader
