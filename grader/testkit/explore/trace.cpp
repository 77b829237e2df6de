// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "trace.hpp"

// Where a debugger stops: called with each event of the execution that is told.
extern "C" [[gnu::noinline]] void patina_explored_step(std::uint32_t number);
void patina_explored_step(std::uint32_t number) { asm volatile("" : : "r"(number)); }

namespace testkit::explore {
namespace {

std::vector<Event> events;

}  // namespace

void clear_trace() { events.clear(); }
const std::vector<Event>& trace() { return events; }
Event& event_at(std::uint32_t number) { return events[number - 1]; }

std::uint32_t add_event(Event event) {
  event.thread = world.current;
  events.push_back(std::move(event));
  const auto number = static_cast<std::uint32_t>(events.size());
  patina_explored_step(number);
  return number;
}

void append_value(std::uint32_t event, const std::string& text) {
  const OutsideArena outside;
  event_at(event).value += text;
}

const char* name_of(Order order) {
  switch (order) {
    case Order::relaxed:
      return "relaxed";
    case Order::consume:
      return "consume";
    case Order::acquire:
      return "acquire";
    case Order::release:
      return "release";
    case Order::acq_rel:
      return "acq_rel";
    case Order::seq_cst:
      return "seq_cst";
  }
  return "";
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::none:
      return "nothing";
    case Kind::race:
      return "data race";
    case Kind::use_after_free:
      return "use after free";
    case Kind::double_free:
      return "double free";
    case Kind::misuse:
      return "misuse";
    case Kind::leak:
      return "leak";
    case Kind::deadlock:
      return "deadlock";
    case Kind::lost_wakeup:
      return "lost wakeup";
    case Kind::livelock:
      return "livelock";
    case Kind::crash:
      return "crash";
    case Kind::check:
      return "failed check";
    case Kind::assertion:
      return "failed assertion";
    case Kind::exception:
      return "escaped exception";
    case Kind::history:
      return "broken linearizability";
  }
  return "";
}

std::string_view verdict_of(Kind kind) {
  switch (kind) {
    case Kind::none:
      return "PASS";
    case Kind::race:
      return "RACE";
    case Kind::use_after_free:
    case Kind::double_free:
    case Kind::misuse:
      return "UB";
    case Kind::leak:
      return "LEAK";
    case Kind::deadlock:
    case Kind::lost_wakeup:
      return "DEADLOCK";
    case Kind::livelock:
      return "TIMEOUT";
    case Kind::crash:
      return "CRASH";
    default:
      return "WRONG";
  }
}

}  // namespace testkit::explore
