// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Nobody can go on: who waits for what, and whether a notification was lost.
#include <testkit/arena.hpp>

#include "trace.hpp"

namespace testkit::explore {
namespace {

const ConditionRecord* condition_of(const Thread& thread) {
  if (thread.sleep != Sleep::condition) return nullptr;
  const auto* const condition = static_cast<const Condition*>(thread.sleeps_on);
  return &world.conditions[condition->handle.index];
}

std::string holders_of(const LockRecord& record) {
  if (record.owner >= 0) return "held by thread " + std::to_string(record.owner);
  std::string text = "shared by thread";
  for (int i = 0; i < world.thread_count; ++i)
    if ((record.sharers & bit(i)) != 0) text += " " + std::to_string(i);
  return text;
}

std::string wait_of(int number) {
  const Thread& thread = world.threads[number];
  const std::string lead = "thread " + std::to_string(number) + " waits ";
  switch (thread.sleep) {
    case Sleep::lock:
      return lead + "for mutex " + std::to_string(thread.sleeps_object + 1) + ", " +
             holders_of(world.locks[thread.sleeps_object]);
    case Sleep::condition:
      return lead + "on condition " +
             std::to_string(condition_of(thread)->condition->handle.index + 1);
    case Sleep::address:
      return lead + "(parked) on atomic " + std::to_string(thread.sleeps_object);
    case Sleep::join:
      return lead + "for thread " + std::to_string(thread.sleeps_object) + " to end";
    default:
      return lead;
  }
}

// Did a notification come that found nobody, for a condition on which somebody now sleeps?
bool has_lost_wakeup() {
  for (int i = 0; i < world.thread_count; ++i) {
    const ConditionRecord* const record = condition_of(world.threads[i]);
    if (record != nullptr && record->lost_notifications > 0) return true;
  }
  return false;
}

// One event for each thread that waits, at the end of the story.
std::vector<std::uint32_t> note_waits() {
  std::vector<std::uint32_t> events;
  for (int i = 0; i < world.thread_count; ++i) {
    if ((world.alive & bit(i)) == 0) continue;
    const std::uint32_t now = note([&] {
      const std::string text = wait_of(i);
      return Event{0,
                   "wait for ever",
                   "",
                   0,
                   "",
                   "",
                   world.threads[i].sleep_where,
                   0,
                   0,
                   text.substr(text.find("waits"))};
    });
    if (now == 0) continue;
    event_at(now).thread = i;
    if (i > 0) events.push_back(now);
  }
  return events;
}

}  // namespace

void fail_deadlock() {
  const OutsideArena outside;
  std::string text = "no thread can go on: ";
  Where where;
  const char* separator = "";
  for (int i = 0; i < world.thread_count; ++i) {
    if ((world.alive & bit(i)) == 0) continue;
    text += separator + wait_of(i);
    separator = "; ";
    if (i > 0 && where.line() == 0) where = world.threads[i].sleep_where;
  }
  const std::vector<std::uint32_t> waits = note_waits();
  const bool is_lost = has_lost_wakeup();
  if (is_lost) text += "; a notification came when nobody was waiting for it";
  fail(is_lost ? Kind::lost_wakeup : Kind::deadlock, text, where, waits);
}

}  // namespace testkit::explore
