// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The page is a table on purpose: a table is read out, zoomed, searched and copied. The drawing is
// made of the cells' backgrounds (lines) and of words in boxes (events).
#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/show.hpp>
#include <grader/report/show_style.hpp>
#include <grader/report/sim_page.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

std::string told(std::string_view text) { return escape_markup(printable(text)); }

std::string title_of(const Capsule& capsule) {
  return fmt::format("{} {} {}", capsule.test, capsule.verdict, capsule.title);
}

// Which lines cross a cell: up, down, left, right of its middle.
std::string classes_of(const Cell& cell) {
  std::string classes;
  if (cell.above == LifeState::alive) classes += " up";
  if (cell.above == LifeState::moved_from) classes += " up-moved";
  if (cell.below == LifeState::alive) classes += " down";
  if (cell.below == LifeState::moved_from) classes += " down-moved";
  if (cell.is_left) classes += " left";
  if (cell.is_right) classes += " right";
  if (cell.is_edge_above) classes += " edge-up";
  if (cell.is_edge_below) classes += " edge-down";
  return classes.empty() ? "" : " class=\"" + classes.substr(1) + "\"";
}

std::string event_word(const std::string& kind) {
  const std::string id = "show.cell-" + kind;
  return has_sentence(id) ? say(id) : kind;
}

std::string cell_of(const Cell& cell, bool is_row_broken) {
  std::string inner;
  if (!cell.kind.empty()) {
    const char* const before = cell.arrow == Arrow::ends_from_left ? "&#9654; " : "";
    const char* const after = cell.arrow == Arrow::ends_from_right ? " &#9664;" : "";
    inner = fmt::format("<span class=\"event{}\">{}{}{}</span>", is_row_broken ? " bad" : "",
                        before, told(event_word(cell.kind)), after);
  } else if (cell.arrow == Arrow::starts) {
    inner = "<span class=\"dot\" aria-hidden=\"true\"></span>";
  }
  return fmt::format("<td{}>{}</td>", classes_of(cell), inner);
}

std::string heading_of(const CapsuleEvent& event) {
  if (event.kind == "step" && (is_moment(event) || event.step == 0))
    return "<b>" + told(event.text) + "</b>";
  if (event.kind == "step")
    return fmt::format("<b>{}</b> {}", told(say("show.step", event.step)), told(event.text));
  if (event.kind == "fail")
    return fmt::format("<b class=\"bad\">&#10007; {}</b>",
                       told(say("show.failed-here", event.text)));
  std::string words = told(words_of(event));
  if (is_moment(event)) words = told(moment_line(moment_of(event)));
  if (is_moment(event) && is_broken(event))
    words += told(broke_words(event));
  if (is_operation(event) || is_moment(event))
    words = told(say("show.step", event.step)) + " " + words;
  return is_broken(event) ? "<b class=\"bad\">&#10007; " + words + "</b>" : words;
}

std::string row_of(const Row& row, bool is_first_broken) {
  std::string classes = row.event->kind == "step" ? "step" : "";
  if (row.is_broken) classes += classes.empty() ? "broken" : " broken";
  std::string text = "<tr tabindex=\"-1\"";
  if (!classes.empty()) text += " class=\"" + classes + "\"";
  if (is_first_broken) text += " id=\"broken\"";
  text += "><th scope=\"row\">" + heading_of(*row.event) + "</th>";
  for (const Cell& cell : row.cells) text += cell_of(cell, row.is_broken);
  return text + "</tr>\n";
}

std::string table_of(const Drawing& drawing, bool is_about_threads) {
  std::string text = "<table>\n<caption>" +
                     told(say(is_about_threads ? "show.caption-threads" : "show.caption")) +
                     "</caption>\n<thead><tr>";
  text += "<th scope=\"col\">" + told(say("show.what-happens")) + "</th>";
  for (const std::string& lane : drawing.lanes)
    text += "<th scope=\"col\" class=\"lane\">" + told(lane) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  bool has_broken = false;
  for (const Row& row : drawing.rows) {
    text += row_of(row, row.is_broken && !has_broken);
    has_broken = has_broken || row.is_broken;
  }
  return text + "</tbody>\n</table>\n";
}

std::string drawing_section(const Capsule& capsule) {
  const Drawing drawing = draw(capsule);
  std::string text = "<section aria-labelledby=\"drawing\">\n<h2 id=\"drawing\">" +
                     told(say("show.drawing")) + "</h2>\n";
  if (drawing.rows.empty()) return text + "<p>" + told(say("show.no-events")) + "</p></section>\n";
  if (!drawing.lanes.empty())
    text += "<p>" + told(say(is_about_threads(capsule) ? "show.legend-threads" : "show.legend")) +
            "</p>\n";
  if (drawing.left_out_lanes + drawing.left_out_rows > 0)
    text += "<p>" + told(say("show.left-out", drawing.left_out_lanes, drawing.left_out_rows)) +
            "</p>\n";
  text += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"drawing\">\n" +
          table_of(drawing, is_about_threads(capsule)) + "</div>\n<p class=\"keys\">" +
          told(say("show.keys")) + "</p>\n";
  return text + "</section>\n";
}

// The text form: steps, and under each what happened during it.
std::string words_section(const Capsule& capsule) {
  std::string text = "<section aria-labelledby=\"words\">\n<h2 id=\"words\">" +
                     told(say("show.words")) + "</h2>\n<ul class=\"steps\">\n";
  bool is_inner = false;
  const auto set_inner = [&](bool wants_inner) {
    if (wants_inner != is_inner) text += wants_inner ? "<li><ul>\n" : "</ul></li>\n";
    is_inner = wants_inner;
  };
  for (const CapsuleEvent& event : capsule.events) {
    set_inner(event.kind != "step" && event.kind != "fail");
    text += "<li>" + heading_of(event) + "</li>\n";
  }
  set_inner(false);
  return text + "</ul>\n</section>\n";
}

std::string facts_section(const Capsule& capsule, const Course& course) {
  std::string text = "<dl>\n";
  for (const auto& [label, value] : facts_of(capsule, course))
    text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", told(label), told(value));
  text += fmt::format("<dt>{}</dt><dd><code>{}</code></dd>\n", told(say("report.again")),
                      told(replay_command(capsule)));
  return text + "</dl>\n";
}

}  // namespace

std::string show_page(const Capsule& capsule, const Course& course) {
  const bool is_green = capsule.verdict == "PASS";
  const bool has_broken = std::any_of(capsule.events.begin(), capsule.events.end(), is_broken);
  std::string text =
      fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n", told(catalogue_language()));
  text += "<meta charset=\"utf-8\">\n";
  text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  text +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n";
  text += "<meta name=\"color-scheme\" content=\"light dark\">\n";
  text += "<title>" + told(title_of(capsule)) + "</title>\n<style>\n";
  text += show_style;
  const bool is_run = is_simulated(capsule);
  if (is_run) text += sim_style;
  text += "</style>\n</head>\n<body>\n";
  if (has_broken) text += "<a class=\"skip\" href=\"#broken\">" + told(say("show.skip")) + "</a>\n";
  text += fmt::format("<main>\n<h1><span class=\"verdict {}\">{} {}</span> {} {}</h1>\n",
                      is_green ? "good" : "bad", is_green ? "&#10003;" : "&#10007;",
                      told(capsule.verdict), told(capsule.test), told(capsule.title));
  if (!capsule.message.empty()) text += "<p class=\"message\">" + told(capsule.message) + "</p>\n";
  text += facts_section(capsule, course);
  text += (is_run ? run_section(capsule) : drawing_section(capsule)) + words_section(capsule);
  text += "</main>\n<script>\n";
  text += show_script;
  if (is_run) text += sim_script;
  return text + "</script>\n</body>\n</html>\n";
}

}  // namespace grader
