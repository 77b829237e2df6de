// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/moment_words.hpp>

#include <fmt/format.h>

namespace grader {

std::string moment_words(const Moment& moment) {
  if (moment.kind == "step") return moment.words;
  const std::string id = "sim." + moment.kind;
  std::string words = has_sentence(id) ? say(id, moment.actor, moment.other)
                                       : moment.actor + " " + moment.kind;
  if (moment.kind == "note") words = moment.actor;
  const std::string& more = moment.kind == "cut" ? moment.cuts : moment.words;
  if (!more.empty()) words += ": " + more;
  const bool is_said = moment.kind == "lose" && moment.fate == "lost";
  const bool is_odd_fate = !moment.fate.empty() && moment.fate != "delivered" && !is_said;
  if (is_odd_fate) {
    const std::string fate = "sim.fate-" + moment.fate;
    words += " (" + (has_sentence(fate) ? say(fate) : moment.fate) + ")";
  }
  return words;
}

std::string moment_line(const Moment& moment) {
  std::string line = fmt::format("{:>9}  {}", time_words(moment.at_us), moment_words(moment));
  if (moment.is_new_state)
    line += " [" + lane_words(moment.lane) + "]";
  return line;
}

std::string time_words(std::int64_t microseconds) {
  return fmt::format("{}.{:03} ms", microseconds / 1000, microseconds % 1000);
}

std::string lane_words(std::string_view lane) {
  std::string words;
  while (!lane.empty()) {
    const std::size_t end = lane.find("; ");
    const std::string_view part = lane.substr(0, end);
    const std::size_t sign = part.find('=');
    if (!words.empty()) words += ", ";
    const bool is_role = sign != part.npos && part.substr(0, sign) == "role";
    if (sign == part.npos || is_role)
      words += part.substr(is_role ? sign + 1 : 0);
    else
      words += std::string(part.substr(0, sign)) + " " +
               (sign + 1 == part.size() ? say("sim.empty") : std::string(part.substr(sign + 1)));
    lane.remove_prefix(end == lane.npos ? lane.size() : end + 2);
  }
  return words;
}

}  // namespace grader
