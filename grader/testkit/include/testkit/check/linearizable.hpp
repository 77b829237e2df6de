// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Is a history linearizable? Is there an order of its calls, true to which was answered before
// which began, in which a sequential model gives the same answers? (Wing, Gong 1993; Lowe 2017.)
//
// Interface:
//   Call<Model>                  what was asked, what was answered if anything, and when
//   judge(calls, start, budget)  the verdict, and an order of the calls or the answer that none
//                                explains
//
// A Model is a value: copyable, comparable with ==, with `hash()`, types Input and Output, and
//   std::optional<Model> step(const Input&, const Output* answer) const
// which is the state after the call, or nothing where the model would have answered otherwise. A
// null `answer` stands for a call without one: it may take effect at any time after it began, or
// never. A model may have an Outlook, which knows what is still to come (testkit/check/calls.hpp).
//
// Invariants: the same calls give the same outcome; effort is counted in steps, never by a clock.
// Thread rule: one thread per judge().
#pragma once

#include <testkit/check/search.hpp>

namespace testkit::linearizable {

// Of a broken history the first answer is looked for with which it is: by halves, as all that is
// after a broken beginning is broken too.
template <class Model>
Outcome judge(std::span<const Call<Model>> calls, const Model& start, const Budget& budget = {}) {
  Outcome whole = detail::judge_until(calls, start, Interval::never - 1, budget);
  if (whole.verdict != Verdict::broken) return whole;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> answers;  // when, and to which call
  for (std::uint32_t i = 0; i < calls.size(); ++i)
    if (calls[i].interval.is_answered()) answers.push_back({calls[i].interval.ends, i});
  std::sort(answers.begin(), answers.end());
  std::size_t fine = 0;  // this many answers are explained, or it was too much effort to tell
  std::size_t broken = answers.size();
  while (fine + 1 < broken) {
    const std::size_t middle = fine + (broken - fine) / 2;
    Outcome half = detail::judge_until(calls, start, answers[middle - 1].first, budget);
    whole.steps += half.steps;
    if (half.verdict == Verdict::broken) {
      broken = middle;
      continue;
    }
    fine = middle;
    whole.order = std::move(half.order);
  }
  whole.misfit = answers[broken - 1].second;
  return whole;
}

}  // namespace testkit::linearizable
