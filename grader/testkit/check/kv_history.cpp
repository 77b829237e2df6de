// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check/kv_history.hpp>
#include <testkit/check/register_outlook.hpp>

#include <patina/base/assert.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace testkit::linearizable {

namespace {

constexpr std::size_t lines_max = 12;  // of an order that is told; what comes before is counted

using Indices = std::vector<std::uint32_t>;

std::string describe(const std::vector<KvCall>& calls, std::uint32_t index) {
  const KvCall& call = calls[index];
  std::string text = "call " + std::to_string(index + 1) + " of client " +
                     std::to_string(call.client) + ": " + words_of(call.request);
  if (call.answer) text += " -> " + words_of(call.request, *call.answer);
  text += " (events " + std::to_string(call.interval.begins) + " to ";
  return text + (call.answer ? std::to_string(call.interval.ends) : "?") + ")";
}

void perform(std::optional<std::string>& value, const Request& request) {
  using enum Request::Kind;
  switch (request.kind) {
    case get: return;
    case put: value = request.value; return;
    case append: value = value.value_or("") + request.value; return;
    case erase: value.reset(); return;
    case swap:
      if (value == request.expected) value = request.value;
  }
}

std::string in_words(const std::string& key, const std::optional<std::string>& value) {
  return key + (value ? " is " + quoted(*value) : " is not there");
}

// An order for all before the misfit, the value after each call, and the answer that doesn't fit.
std::string story(const std::vector<KvCall>& calls, const Indices& of_key, const Outcome& outcome) {
  const std::uint32_t misfit = of_key[*outcome.misfit];
  const std::string key = bare_or_quoted(calls[misfit].request.key);
  const std::size_t size = outcome.order.size();
  const std::size_t shown_from = size > lines_max ? size - lines_max : 0;
  std::string text = "All answers before event " + std::to_string(calls[misfit].interval.ends) +
                     " are explained by this order:\n";
  if (shown_from > 0) text += "  (" + std::to_string(shown_from) + " calls before)\n";
  std::optional<std::string> value;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint32_t index = of_key[outcome.order[i]];
    perform(value, calls[index].request);
    if (i < shown_from) continue;
    text += "  " + std::to_string(i + 1) + ". " + describe(calls, index) + "; " +
            in_words(key, value) + "\n";
  }
  if (size == 0) text = "No call was answered before; " + in_words(key, value) + "\n";
  return text + "Fits nowhere, in this order or any other: " + describe(calls, misfit) + "\n";
}

bool is_change(const Request& request) { return request.kind != Request::Kind::get; }

// The misfit's events, and those of what changed the key last before it.
std::vector<std::uint64_t> events_of(const std::vector<KvCall>& calls, const Indices& of_key,
                                     const Outcome& outcome) {
  std::vector<std::uint64_t> events;
  const auto add = [&](const KvCall& call) {
    events.push_back(call.interval.begins);
    if (call.answer) events.push_back(call.interval.ends);
  };
  add(calls[of_key[*outcome.misfit]]);
  for (std::size_t i = outcome.order.size(); i-- > 0;) {
    const KvCall& call = calls[of_key[outcome.order[i]]];
    if (!is_change(call.request)) continue;
    add(call);
    break;
  }
  std::sort(events.begin(), events.end());
  return events;
}

Outcome judge_key(const std::vector<KvCall>& calls, const Indices& of_key, const Budget& budget) {
  SeenValues seen;
  for (const std::uint32_t index : of_key) seen.add(calls[index].request, calls[index].answer);
  seen.finish();
  std::vector<Register::Input> inputs;
  std::vector<Register::Output> outputs;
  inputs.reserve(of_key.size());
  outputs.reserve(of_key.size());
  std::vector<Call<Register>> key_calls;
  for (const std::uint32_t index : of_key) {
    const KvCall& call = calls[index];
    inputs.push_back(Register::input_of(call.request, seen));
    if (call.answer) outputs.push_back(Register::output_of(*call.answer, seen));
    key_calls.push_back({&inputs.back(), call.answer ? &outputs.back() : nullptr, call.interval});
  }
  return linearizable::judge<Register>(key_calls, Register(seen), budget);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  static constexpr std::string_view names[] = {"linearizable", "broken", "unknown"};
  return names[static_cast<int>(verdict)];
}

std::uint64_t KvHistory::number(std::uint64_t event) {
  if (event == 0) event = events_ + 1;
  PATINA_ASSERT(event > events_, "events of a history have ascending numbers");
  return events_ = event;
}

std::uint32_t KvHistory::asks(std::uint32_t client, Request request, std::uint64_t event) {
  const std::uint64_t begins = number(event);
  calls_.push_back({client, std::move(request), std::nullopt, {begins, Interval::never}});
  return static_cast<std::uint32_t>(calls_.size());
}

KvCall& KvHistory::open_call(std::uint32_t call) {
  PATINA_ASSERT(call >= 1 && call <= calls_.size(), "a call is answered that nobody asked");
  KvCall& found = calls_[call - 1];
  PATINA_ASSERT(!found.answer && !found.is_refused, "a call is answered once");
  return found;
}

void KvHistory::told(std::uint32_t call, Answer answer, std::uint64_t event) {
  KvCall& found = open_call(call);
  found.answer = std::move(answer);
  found.interval.ends = number(event);
}

void KvHistory::refused(std::uint32_t call, std::uint64_t event) {
  KvCall& found = open_call(call);
  found.is_refused = true;
  found.interval.ends = number(event);
}

// A history is linearizable if and only if that of each key is (Herlihy and Wing, 1990).
Judgement KvHistory::judge(const Budget& budget_of_each_key) const {
  std::map<std::string, Indices> keys;
  for (std::uint32_t i = 0; i < calls_.size(); ++i)
    if (!calls_[i].is_refused) keys[calls_[i].request.key].push_back(i);
  Judgement result;
  result.verdict = Verdict::linearizable;
  result.text = "An order of the calls explains all answers.";
  for (const auto& [key, of_key] : keys) {
    const Outcome outcome = judge_key(calls_, of_key, budget_of_each_key);
    result.steps += outcome.steps;
    if (outcome.verdict == Verdict::broken) {
      result.verdict = Verdict::broken;
      result.key = key;
      result.text = "No order of the " + std::to_string(of_key.size()) + " calls to " + key +
                    " explains their answers.\n" + story(calls_, of_key, outcome);
      result.events = events_of(calls_, of_key, outcome);
      return result;
    }
    if (outcome.verdict == Verdict::linearizable || result.verdict == Verdict::unknown) continue;
    result.verdict = Verdict::unknown;
    result.key = key;
    result.text = "It is unknown whether an order of the calls to " + key +
                  " explains their answers: " + std::to_string(outcome.steps) +
                  " steps were not enough to tell.";
  }
  return result;
}

}  // namespace testkit::linearizable
