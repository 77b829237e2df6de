// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What an execution did, one event an operation: written down only in the last one, which is told.
//
// Interface:
//   note(event)       appends it and returns its number, from 1; returns 0 while nothing is traced
//   event_at(number)
// Thread rule: one thread of the system.
#pragma once

#include <testkit/arena.hpp>

#include "world.hpp"

namespace testkit::explore {

struct Event {
  int thread = 0;
  const char* name = "";     // "store"
  const char* kind = "";     // of object: "atomic", "mutex", "condition", "cell", "thread"
  std::uint32_t object = 0;  // its number within the kind, from 1
  std::string value;         // what was read or written
  const char* order = "";    // "acquire"
  Where where;
  std::uint32_t from = 0;   // the event whose value was read
  std::uint32_t syncs = 0;  // the event that this one synchronizes with
  std::string note;         // what else is to be said
};

void clear_trace();
const std::vector<Event>& trace();
Event& event_at(std::uint32_t number);
std::uint32_t add_event(Event event);

// `make` returns the Event and is called only while events are written down.
template <class Make>
std::uint32_t note(Make&& make) {
  if (!world.is_tracing) return 0;
  const OutsideArena outside;
  return add_event(make());
}
void append_value(std::uint32_t event, const std::string& text);

const char* name_of(Order order);

}  // namespace testkit::explore
