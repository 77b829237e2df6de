// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2h: select, which waits for several channels and does one thing.
//
// Interface, where a case is what on_recv or on_send gives, see <patina/channel/select_case.hpp>:
//   select(cases...)                       waits until one is done; returns which, from 0
//   select_biased(cases...)                the same; of several that are ready it takes the first
//   try_select(cases...)                   returns std::nullopt if none is ready now
//   select_until(deadline, cases...)       returns std::nullopt if none was ready in time
//   select_for(duration, cases...)
//
// Contract:
//   - one case is done, once, and its handler called; the others have changed nothing, and a
//     message that was not sent is still in its case;
//   - select has no favourite: of cases that are always ready each is taken again and again;
//   - the same channel may be named twice, also to send and to receive; nobody meets himself;
//   - a case that is ready is taken however late it is;
//   - it takes nobody's wakeup: who sleeps in one of the channels is woken as if it were not there;
//   - when it returns, or a handler throws, no channel knows of it any more.
// Thread rule: any thread; a case is for one select at a time.
// See also: Go's select; crossbeam-channel select.rs; Plan 9's alt.
#pragma once

#include <patina/base/random.hpp>
#include <patina/channel/offer.hpp>
#include <patina/channel/patience.hpp>
#include <patina/channel/select_case.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/fiber_local.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patina {

using SelectCases = std::span<SelectCase* const>;

// Random numbers for who goes first: each thread has its own.
inline std::size_t random_below(std::size_t limit) {
  struct Turns {
    base::Random random{0x5e1ec7};
  };
  return static_cast<std::size_t>(rt::fiber_local<Turns, Turns>::get().random.below(limit));
}

// Registers the cases, backwards from `first`, until one is decided; they stand in their channels
// as long as it lives, whatever happens meanwhile.
class Watch {
 public:
  Watch(SelectCases cases, std::size_t first, Decision& decision) : cases_(cases), first_(first) {
    while (count_ < cases_.size() && !decision.choice()) {
      const std::size_t index = nth(count_);
      cases_[index]->watch(decision, index);
      ++count_;
      try_one(cases_, index, decision);
    }
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    while (count_ > 0) cases_[nth(--count_)]->unwatch();
  }

  // What has no buffer was looked at when its offer was made, and from then on others look at it.
  static void try_one(SelectCases cases, std::size_t index, Decision& decision) {
    if (!cases[index]->has_buffer()) return;
    decision.decide_by([&]() -> std::optional<std::size_t> {
      if (cases[index]->try_now()) return index;
      return std::nullopt;
    });
  }

 private:
  std::size_t nth(std::size_t n) const { return (first_ + cases_.size() - n) % cases_.size(); }

  const SelectCases cases_;
  const std::size_t first_;
  std::size_t count_ = 0;
};

// A clock's channel tells nobody: whoever waits for it wakes up by himself.
inline Patience until_ready(SelectCases cases, Patience patience) {
  for (const SelectCase* const one : cases) {
    const auto ready_at = one->ready_at();
    if (ready_at && (patience.is_forever() || *ready_at < patience.deadline()))
      patience = Patience::until(*ready_at);
  }
  return patience;
}

// Does one of the cases, and says which; nothing if the patience ended first. Of those that are
// ready it takes the one that comes first from `first` on, round about.
inline std::optional<std::size_t> choose(SelectCases cases, std::size_t first, Patience patience) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::size_t index = (first + i) % cases.size();
    if (cases[index]->try_now()) return index;
  }
  if (patience.is_none()) return std::nullopt;

  Decision decision;
  std::uint32_t seen = decision.news();  // before the cases are looked at again
  const Watch watch(cases, first, decision);
  while (!decision.choice()) {
    const bool is_told = decision.wait(seen, until_ready(cases, patience));
    const bool is_over =
        !is_told && !patience.is_forever() && rt::clock::now() >= patience.deadline();
    seen = decision.news();
    for (std::size_t i = 0; i < cases.size(); ++i)
      Watch::try_one(cases, (first + i) % cases.size(), decision);
    if (is_over) decision.decide(Decision::none);
  }
  const std::size_t choice = *decision.choice();
  return choice == Decision::none ? std::nullopt : std::optional(choice);
}

template <class... Cases>
std::optional<std::size_t> choose_of(bool is_fair, Patience patience, Cases&... cases) {
  static_assert(sizeof...(cases) > 0, "a select without cases would wait for ever");
  const std::array<SelectCase*, sizeof...(cases)> all{&cases...};
  const auto chosen = choose(all, is_fair ? random_below(all.size()) : 0, patience);
  if (chosen) all[*chosen]->finish();
  return chosen;
}

template <class... Cases>
std::size_t select(Cases&&... cases) {
  return *choose_of(true, Patience::forever(), cases...);
}
template <class... Cases>
std::size_t select_biased(Cases&&... cases) {
  return *choose_of(false, Patience::forever(), cases...);
}
template <class... Cases>
std::optional<std::size_t> try_select(Cases&&... cases) {
  return choose_of(true, Patience::none(), cases...);
}
template <class... Cases>
std::optional<std::size_t> select_until(rt::clock::time_point deadline, Cases&&... cases) {
  return choose_of(true, Patience::until(deadline), cases...);
}
template <class Rep, class Period, class... Cases>
std::optional<std::size_t> select_for(std::chrono::duration<Rep, Period> duration,
                                      Cases&&... cases) {
  return choose_of(true, Patience::lasting(duration), cases...);
}

}  // namespace patina
