// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ShiViz reads a line "host {clock}" and then a line of the event. Clocks are made from what is
// told: an event of an actor is after its earlier ones, and a delivery is after what was sent.
#include <grader/report/catalogue.hpp>
#include <grader/report/kept_test.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/sim_drawing.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace grader {
namespace {

using Clock = std::map<std::string, int>;

// A host is one word.
std::string host_of(const CapsuleEvent& event) {
  std::string host = event.object.empty() ? "test" : event.object;
  std::replace(host.begin(), host.end(), ' ', '_');
  return host;
}

void take_in(const Clock& other, Clock& own) {
  for (const auto& [host, count] : other) own[host] = std::max(own[host], count);
}

}  // namespace

std::string shiviz_log(const Capsule& capsule) {
  if (!is_simulated(capsule)) throw UsageError(say("show.no-run", capsule.test));
  std::map<std::string, Clock> clocks;
  std::map<std::int64_t, Clock> sent;
  std::string text;
  for (const CapsuleEvent& event : capsule.events) {
    if (!is_moment(event)) continue;
    const std::string host = host_of(event);
    Clock& clock = clocks[host];
    const auto origin = sent.find(event.message);
    if (event.kind == "deliver" && origin != sent.end()) take_in(origin->second, clock);
    ++clock[host];
    if (event.kind == "send") sent[event.message] = clock;
    text += host + " " +
            nlohmann::json(clock).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) +
            "\n" + moment_line(moment_of(event)) + "\n";
  }
  return text;
}

}  // namespace grader
