// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/capsule.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/told.hpp>

#include <algorithm>

namespace grader {
namespace {

CapsuleEvent event_of(const Step& step) {
  CapsuleEvent event;
  event.step = step.number;
  event.kind = "step";
  event.text = one_line(step.text);
  event.line = step.line;
  return event;
}

CapsuleEvent event_of(const LifeEvent& life) {
  CapsuleEvent event;
  event.step = life.step;
  event.kind = one_line(life.event);
  event.object = one_line(life.object);
  event.from = one_line(life.from);
  event.broken = one_line(life.broken);
  return event;
}

std::string lane_of(int thread) { return "thread " + std::to_string(thread); }

CapsuleEvent event_of(const ThreadEvent& operation, const std::string& found) {
  CapsuleEvent event;
  event.step = operation.step;
  event.kind = one_line(operation.name);
  event.text = one_line(operation.words);
  event.object = lane_of(operation.thread);
  if (operation.other >= 0) event.from = lane_of(operation.other);
  if (operation.name == "spawn" && operation.other >= 0) {  // told of the thread that begins
    std::swap(event.object, event.from);
    event.text = "is started by " + event.from;
  }
  event.syncs = operation.syncs;
  if (operation.is_broken) event.broken = found;
  event.file = one_line(operation.file);
  event.line = operation.line;
  return event;
}

CapsuleEvent event_of(const Moment& moment, const std::string& found) {
  CapsuleEvent event;
  event.step = moment.step;
  event.kind = one_line(moment.kind);
  event.text = one_line(moment.words);
  event.object = one_line(moment.actor);
  event.from = one_line(moment.other);
  event.at_us = moment.at_us;
  event.message = moment.message;
  event.lane = one_line(moment.lane);
  event.fate = one_line(moment.fate);
  event.cuts = one_line(moment.cuts);
  event.is_decided = moment.is_decided;
  event.is_new_state = moment.is_new_state;
  if (moment.is_broken) event.broken = found.empty() ? "?" : one_line(found);
  return event;
}

CapsuleEvent event_of(const TestResult& result, int last_step) {
  CapsuleEvent event;
  event.kind = "fail";
  event.step = last_step;
  event.text = printable(result.message);
  if (!result.failure) return event;
  const Failure& failure = *result.failure;
  event.step = failure.failing_step;
  event.expression = printable(failure.expression);
  event.expected = printable(failure.expected);
  event.actual = printable(failure.actual);
  event.file = one_line(failure.file);
  event.line = failure.line;
  return event;
}

bool is_story(const CapsuleEvent& event) { return event.kind != "step" && event.kind != "fail"; }

// A step, then what happened during it; before the first step what happened before it.
std::vector<CapsuleEvent> merge(const TestResult& result) {
  std::vector<CapsuleEvent> events;
  if (!result.moments.empty()) {
    const std::string& rule = result.broken_rule.empty() ? result.rule : result.broken_rule;
    for (const Moment& moment : result.moments) events.push_back(event_of(moment, rule));
    return events;
  }
  if (!result.threads.empty()) {
    const auto found = result.options.find("found");
    if (!result.steps.empty() && result.steps.front().number == 0)
      events.push_back(event_of(result.steps.front()));
    for (const ThreadEvent& operation : result.threads)
      events.push_back(event_of(operation, found == result.options.end() ? "" : found->second));
    return events;
  }
  for (const Step& step : result.steps) events.push_back(event_of(step));
  for (const LifeEvent& life : result.life) events.push_back(event_of(life));
  std::stable_sort(events.begin(), events.end(), [](const CapsuleEvent& a, const CapsuleEvent& b) {
    return a.step != b.step ? a.step < b.step : !is_story(a) && is_story(b);
  });
  return events;
}

bool is_same_event(CapsuleEvent a, CapsuleEvent b) {
  a.line = b.line = 0;
  return a == b;
}

}  // namespace

Capsule make_capsule(const TestResult& result, const CapsuleOrigin& origin) {
  Capsule capsule;
  capsule.test = result.id;
  capsule.seed = result.seed;
  capsule.tree = origin.tree;
  capsule.base = origin.base;
  capsule.sanitize = origin.sanitize;
  capsule.code_sha = origin.code_sha;
  capsule.rule = result.rule;
  capsule.broken_rule = one_line(result.broken_rule);
  capsule.title = one_line(result.title);
  capsule.verdict = to_string(result.verdict);
  capsule.message = printable(result.message);
  capsule.options = result.options;
  capsule.choices = one_line(result.choices);
  capsule.events = merge(result);
  mark_parts(capsule.events);
  const int last_step = capsule.events.empty() ? 0 : capsule.events.back().step;
  if (is_red(result.verdict)) capsule.events.push_back(event_of(result, last_step));
  return capsule;
}

void mark_parts(std::vector<CapsuleEvent>& events) {
  const auto is_found = [](const CapsuleEvent& event) { return event.kind == "found"; };
  if (std::none_of(events.begin(), events.end(), is_found)) return;
  for (CapsuleEvent& event : events) event.is_part = !event.broken.empty() && !is_found(event);
}

const CapsuleEvent* failure_of(const Capsule& capsule) {
  const auto found = std::find_if(capsule.events.rbegin(), capsule.events.rend(),
                                  [](const CapsuleEvent& event) { return event.kind == "fail"; });
  return found == capsule.events.rend() ? nullptr : &*found;
}

Comparison compare(const Capsule& before, const Capsule& after) {
  Comparison comparison;
  const auto [old_event, new_event] =
      std::mismatch(before.events.begin(), before.events.end(), after.events.begin(),
                    after.events.end(), is_same_event);
  comparison.is_same = old_event == before.events.end() && new_event == after.events.end() &&
                       before.verdict == after.verdict;
  comparison.diverged_at = static_cast<std::size_t>(old_event - before.events.begin());
  if (old_event != before.events.end())
    comparison.diverged_step = old_event->step;
  else if (new_event != after.events.end())
    comparison.diverged_step = new_event->step;
  const CapsuleEvent* const was = failure_of(before);
  const CapsuleEvent* const is = failure_of(after);
  comparison.fails_the_same = was != nullptr && is != nullptr && was->step == is->step &&
                              was->text == is->text && before.verdict == after.verdict;
  return comparison;
}

}  // namespace grader
