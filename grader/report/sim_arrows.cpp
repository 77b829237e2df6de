// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What lies under the table of a simulated run. It is not read out: the table says it all in words.
#include <grader/report/sim_page.hpp>

#include <fmt/format.h>

namespace grader {
namespace {

int x_of(std::size_t lane) {
  return static_cast<int>(lane) * run_lane_width + run_lane_width / 2;
}
int y_of(std::size_t row) { return static_cast<int>(row) * run_row_height + run_row_height / 2; }
int top_of(std::size_t row) { return static_cast<int>(row) * run_row_height; }

std::string line(const char* kind, int x1, int y1, int x2, int y2, const char* more = "") {
  return fmt::format(R"svg(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"{}/>)svg", kind, x1, y1,
                     x2, y2, more) +
         "\n";
}

constexpr const char* head = R"svg( marker-end="url(#head)")svg";

std::string cross(int x, int y) {
  return fmt::format(
             R"svg(<path class="cross" d="M{} {}l14 14m0 -14l-14 14"/>)svg", x - 7, y - 7) +
         "\n";
}

std::string span(const LaneSpan& span) {
  const int x = x_of(span.lane);
  const int begin = span.first_row == 0 ? 0 : y_of(span.first_row);
  return line(span.is_up ? "up" : "down", x, begin, x, y_of(span.end_row) - run_row_height / 2);
}

// Towards the side of the receiver, as far as the lane is wide.
int stub_end(const MessageArrow& arrow) {
  const int way = arrow.to_lane < arrow.from_lane ? -1 : 1;
  return x_of(arrow.from_lane) + way * (run_lane_width / 2 + 18);
}

std::string arrow(const MessageArrow& arrow) {
  // From below what was sent to above what arrives, so that neither hides the ends.
  const int way = arrow.to_lane < arrow.from_lane ? -1 : arrow.to_lane > arrow.from_lane ? 1 : 0;
  const int x1 = x_of(arrow.from_lane) + way * 50;
  const int x2 = x_of(arrow.to_lane) - way * 50;
  const int y1 = y_of(arrow.from_row) + 13;
  const int y2 = y_of(arrow.to_row) - 27;
  switch (arrow.end) {
    case ArrowEnd::arrives:
      return line(arrow.is_again ? "message again" : "message", x1, y1, x2, y2, head);
    case ArrowEnd::is_lost: {
      const int x = x1 + (x2 - x1) * 3 / 5;
      const int y = y_of(arrow.to_row);
      return line("message lost", x1, y1, x, y) + cross(x, y);
    }
    case ArrowEnd::leaves:
      return line("message", x1, y1, stub_end(arrow), y1 + 10, head);
    case ArrowEnd::leaves_and_lost:
      return line("message lost", x1, y1, stub_end(arrow), y1 + 10) +
             cross(stub_end(arrow), y1 + 10);
  }
  return "";
}

std::string band(const PartitionBand& band) {
  std::string text;
  for (std::size_t lane = 0; lane < band.sides.size(); ++lane) {
    const int x = static_cast<int>(lane) * run_lane_width + 4;
    const int y = top_of(band.first_row);
    text += fmt::format(
        R"svg(<rect class="band" fill="url(#side{})" x="{}" y="{}" width="{}" height="{}"/>)svg",
        band.sides[lane] % 3, x, y, run_lane_width - 8, top_of(band.end_row) - y);
    text += "\n";
  }
  return text;
}

// Sides differ by pattern, not by colour.
constexpr const char* patterns = R"svg(<defs>
<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"
 orient="auto"><path class="head" d="M0 0L10 5L0 10z"/></marker>
<pattern id="side0" width="10" height="10" patternUnits="userSpaceOnUse"
 patternTransform="rotate(45)"><path class="hatch" d="M0 0V10"/></pattern>
<pattern id="side1" width="10" height="10" patternUnits="userSpaceOnUse">
<circle class="dots" cx="3" cy="3" r="1.4"/></pattern>
<pattern id="side2" width="10" height="10" patternUnits="userSpaceOnUse">
<path class="hatch" d="M0 5H10"/></pattern>
</defs>
)svg";

}  // namespace

std::string run_arrows(const RunDrawing& drawing) {
  const int width = static_cast<int>(drawing.lanes.size()) * run_lane_width;
  const int height = static_cast<int>(drawing.rows.size()) * run_row_height;
  std::string text = fmt::format(
      "<svg aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 {} {}\" "
      "style=\"width:{}rem;height:{}rem\">\n",
      width, height, width / 16.0, height / 16.0);
  text += patterns;
  for (const PartitionBand& each : drawing.bands) text += band(each);
  for (const LaneSpan& each : drawing.spans) text += span(each);
  for (const MessageArrow& each : drawing.arrows) text += arrow(each);
  return text + "</svg>\n";
}

}  // namespace grader
