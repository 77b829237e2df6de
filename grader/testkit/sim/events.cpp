// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/sim.hpp>

#include <cstdio>

namespace testkit::sim {
namespace {

std::string in_milliseconds(Time time) {
  char text[48];
  const auto count = static_cast<long long>(time.count());
  std::snprintf(text, sizeof text, "%lld.%03lldms", count / 1000, count % 1000);
  return text;
}

// "1>2", in the direction in which the message or the link goes.
std::string who(const Event& event) {
  if (event.actor == 0) return "all";
  const std::string own = std::to_string(event.actor);
  if (event.other == 0) return own;
  const std::string other = std::to_string(event.other);
  return event.kind == EventKind::deliver ? other + ">" + own : own + ">" + other;
}

}  // namespace

std::string_view name_of(EventKind kind) {
  static constexpr std::string_view names[] = {
      "start", "crash",     "restart", "pause", "resume", "reformat", "send", "deliver", "lose",
      "duplicate", "timer", "write",   "sync",  "io-error", "cut",    "heal", "clock",   "note"};
  return names[static_cast<int>(kind)];
}

std::string describe(const Event& event) {
  std::string line = in_milliseconds(event.at) + " " + who(event) + " ";
  line += name_of(event.kind);
  if (event.payload != nullptr) line += " " + (*event.payload)->describe();
  if (!event.text.empty()) line.append(event.payload != nullptr ? ": " : " ").append(event.text);
  switch (event.kind) {
    case EventKind::timer: line += " " + std::to_string(event.tag); break;
    case EventKind::write: line += ", " + std::to_string(event.tag) + " bytes"; break;
    case EventKind::clock:
      if (!event.text.empty()) break;
      line += " by " + in_milliseconds(Time(static_cast<std::int64_t>(event.tag)));
      break;
    default: break;
  }
  return line;
}

}  // namespace testkit::sim
