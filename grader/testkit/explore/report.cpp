// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "report.hpp"

#include <testkit/channel.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "trace.hpp"

namespace testkit::explore {
namespace {

bool is_own(const Where& where) {
  return where.line() != 0 && std::strncmp(where.file_name(), "/usr/", 5) != 0;
}

std::string object_of(const Event& event) {
  if (event.kind[0] == '\0') return "";
  if (event.object == 0 && std::strcmp(event.kind, "thread") != 0) return event.kind;
  return std::string(event.kind) + " " + std::to_string(event.object);
}

bool is_broken(const Failure& failure, std::size_t number) {
  return std::find(failure.events.begin(), failure.events.end(), number) != failure.events.end();
}

// In a race: a value went from the first access's thread to the second one's without ordering them.
std::string missing_order(const Failure& failure) {
  if (failure.kind != Kind::race || failure.events.size() != 2) return "";
  const std::uint32_t first = failure.events[0];
  const std::uint32_t second = failure.events[1];
  if (first == 0 || second == 0) return "";
  for (std::uint32_t i = second - 1; i > first; --i) {
    const Event& read = event_at(i);
    if (read.thread != event_at(second).thread || read.from < first || read.syncs != 0) continue;
    const Event& store = event_at(read.from);
    if (store.thread != event_at(first).thread) continue;
    return "; step " + std::to_string(i) + " (" + read.name + ", " + read.order +
           ") sees what step " + std::to_string(read.from) + " (" + store.name + ", " +
           store.order + ") stored, but does not synchronize with it: release and acquire do";
  }
  return "";
}

// Where the failure is; else where one of the events is that broke the rule, or the last one that
// has a place and was made by a thread that did.
Where place_of(const Failure& failure) {
  if (is_own(failure.where)) return failure.where;
  for (std::size_t i = failure.events.size(); i-- > 0;)
    if (failure.events[i] != 0 && is_own(event_at(failure.events[i]).where))
      return event_at(failure.events[i]).where;
  for (std::size_t i = trace().size(); i-- > 0;)
    if (is_own(trace()[i].where) && (failure.thread < 0 || trace()[i].thread == failure.thread))
      return trace()[i].where;
  return Where();
}

// What a thread did itself it knows anyway.
std::uint32_t syncs_of(const Event& event) {
  const bool is_own_doing = event.syncs != 0 && event_at(event.syncs).thread == event.thread;
  return is_own_doing ? 0 : event.syncs;
}

void send_event(const Event& event, std::size_t number, bool broken) {
  Record record("event");
  record.add("step", static_cast<std::int64_t>(number)).add("thread", event.thread);
  record.add("name", event.name).add("object", object_of(event)).add("value", event.value);
  record.add("order", event.order).add("note", event.note);
  if (std::strcmp(event.name, "spawn") == 0) record.add("other", event.object);
  record.add("from", event.from).add("syncs", syncs_of(event)).add("broken", broken ? 1 : 0);
  if (is_own(event.where))
    record.add("file", event.where.file_name()).add("line", event.where.line());
  send(record);
}

void print_event(const Event& event, std::size_t number, bool broken) {
  std::string line = std::string(event.name) + " " + object_of(event);
  if (!event.value.empty()) line += " = " + event.value;
  if (event.order[0] != '\0') line += std::string(" (") + event.order + ")";
  if (!event.note.empty()) line += ": " + event.note;
  if (const std::uint32_t syncs = syncs_of(event); syncs != 0)
    line += ", synchronizes with step " + std::to_string(syncs);
  if (is_own(event.where))
    line += std::string("  ") + event.where.file_name() + ":" + std::to_string(event.where.line());
  std::fprintf(stderr, "%s %3zu. thread %d  %s\n", broken ? ">>" : "  ", number, event.thread,
               line.c_str());
}

}  // namespace

void report(const Result& result, const Finding& finding) {
  const Failure& failure = finding.failure;
  for (std::size_t i = 0; i < trace().size(); ++i) {
    const bool broken = is_broken(failure, i + 1);
    if (is_connected())
      send_event(trace()[i], i + 1, broken);
    else
      print_event(trace()[i], i + 1, broken);
  }
  const std::string text = failure.text + missing_order(failure);
  if (!is_connected()) {
    std::fprintf(stderr, "%s: %s\n", std::string(name_of(failure.kind)).c_str(), text.c_str());
    return;
  }
  Record record("explored");
  record.add("verdict", verdict_of(failure.kind)).add("kind", name_of(failure.kind));
  record.add("text", text).add("thread", failure.thread);
  record.add("step", static_cast<std::int64_t>(trace().size()));
  record.add("executions", static_cast<std::int64_t>(result.executions + result.pruned));
  record.add("memory", finding.is_weak ? "weak" : "sequential").add("choices", result.choices);
  if (const Where where = place_of(failure); is_own(where))
    record.add("file", where.file_name()).add("line", where.line());
  send(record);
}

}  // namespace testkit::explore
