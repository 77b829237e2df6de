// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/sim_page.hpp>

#include <fmt/format.h>

namespace grader {
namespace {

std::string told(std::string_view text) { return escape_markup(printable(text)); }

// What happens, in full; the row shows two lines of it, and the list below all.
std::string heading_of(const CapsuleEvent& event) {
  if (event.kind == "fail")
    return "<b class=\"bad\">&#10007; " + told(say("show.failed-here", event.text)) + "</b>";
  if (event.kind == "step") return told(event.text);
  std::string words = fmt::format("<b>{}.</b> <span class=\"time\">{}</span> {}", event.step,
                                  told(time_words(event.at_us)), told(words_of(event)));
  return is_broken(event) ? "<span class=\"bad\">&#10007; " + words + "</span>" : words;
}

// In the lane: what it does, and below it what has become of it.
std::string chip_of(const RunRow& row) {
  const CapsuleEvent& event = *row.event;
  const std::string id = "sim.cell-" + event.kind;
  std::string words = has_sentence(id) ? say(id, event.from) : "";
  if (!event.text.empty()) words += (words.empty() ? "" : " ") + event.text;
  if (words.empty()) words = event.kind;
  const char* const mark = row.is_broken || event.kind == "crash" ? "&#10007; " : "";
  std::string text = fmt::format("<span class=\"event{}\" title=\"{}\">{}{}",
                                 row.is_broken ? " bad" : "", told(words), mark, told(words));
  if (event.is_new_state) text += "<small>" + told(lane_words(event.lane)) + "</small>";
  return text + "</span>";
}

std::string row_of(const RunRow& row, std::size_t lanes, bool is_first_broken) {
  const CapsuleEvent& event = *row.event;
  std::string classes = event.kind == "step" ? "step" : "";
  if (row.is_broken) classes += classes.empty() ? "broken" : " broken";
  std::string text = "<tr tabindex=\"-1\"";
  if (!classes.empty()) text += " class=\"" + classes + "\"";
  if (is_first_broken) text += " id=\"broken\"";
  text += "><th scope=\"row\" class=\"words\"><span class=\"text\">" + heading_of(event) +
          "</span></th>";
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const bool is_own = row.has_lane && row.lane == lane;
    text += "<td";
    if (is_own && !event.lane.empty())
      text += " data-lane=\"" + told(lane_words(event.lane)) + "\"";
    text += is_own ? ">" + chip_of(row) + "</td>" : "></td>";
  }
  return text + "</tr>\n";
}

std::string table_of(const RunDrawing& drawing) {
  std::string text = "<table aria-labelledby=\"drawing\">\n<thead><tr>";
  text += "<th scope=\"col\" class=\"words\">" + told(say("show.what-happens")) + "</th>";
  for (const std::string& lane : drawing.lanes)
    text += "<th scope=\"col\" class=\"lane\">" + told(lane) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  bool has_broken = false;
  for (const RunRow& row : drawing.rows) {
    text += row_of(row, drawing.lanes.size(), row.is_broken && !has_broken);
    has_broken = has_broken || row.is_broken;
  }
  return text + "</tbody>\n</table>\n";
}

// Hidden until the script shows it: without one there is nothing to move.
std::string scrub_of(const RunDrawing& drawing) {
  std::string text = "<div class=\"scrub\" hidden>\n<label for=\"moment\">" +
                     told(say("show.moment")) + "</label>\n";
  text += fmt::format(
      "<input type=\"range\" id=\"moment\" min=\"0\" max=\"{}\" value=\"0\" step=\"1\">\n",
      drawing.rows.empty() ? 0 : drawing.rows.size() - 1);
  text += "<output for=\"moment\"></output>\n<dl>\n";
  for (const std::string& lane : drawing.lanes)
    text += "<div><dt>" + told(lane) + "</dt><dd></dd></div>\n";
  return text + "</dl>\n</div>\n";
}

}  // namespace

std::string run_section(const Capsule& capsule) {
  const RunDrawing drawing = draw_run(capsule);
  std::string text = "<section aria-labelledby=\"drawing\">\n<h2 id=\"drawing\">" +
                     told(say("show.drawing")) + "</h2>\n<p>" + told(say("show.legend-run")) +
                     "</p>\n";
  text += scrub_of(drawing);
  text += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"drawing\">\n";
  text += "<div class=\"run\">\n" + run_arrows(drawing) + table_of(drawing) + "</div>\n</div>\n";
  return text + "<p class=\"keys\">" + told(say("show.keys-run")) + "</p>\n</section>\n";
}

}  // namespace grader
