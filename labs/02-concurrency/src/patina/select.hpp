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

#include <patina/base/not_implemented.hpp>
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


// Does one of the cases, and says which; nothing if the patience ended first. Of those that are
// ready it takes the one that comes first from `first` on, round about.
inline std::optional<std::size_t> choose(SelectCases cases, std::size_t first, Patience patience) {
  not_implemented("2h", "do the first case that is ready, or wait until one is");
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
