// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "views.hpp"

#include <cstring>

namespace testkit::explore {
namespace {

// A view is a vector clock, a count and that many stamps, in one growing array.
constexpr std::size_t clock_words = sizeof(VectorClock) / sizeof(Stamp);
constexpr std::size_t head_words = clock_words + 1;

PlainVector<Stamp> words;
std::size_t used = 1;

Stamp* stamps_at(ViewId view) { return words.data() + view + head_words; }
Stamp& count_at(ViewId view) { return words[view + clock_words]; }
VectorClock clock_at(ViewId view) {
  VectorClock clock;
  std::memcpy(&clock, words.data() + view, sizeof clock);
  return clock;
}

ViewId make_view(const VectorClock& clock, const Stamp* stamps, std::size_t count) {
  if (used + head_words + count > words.size())
    words.resize(2 * (used + head_words + count) + 4096);
  const auto view = static_cast<ViewId>(used);
  std::memcpy(words.data() + view, &clock, sizeof clock);
  count_at(view) = static_cast<Stamp>(count);
  if (count > 0) std::memcpy(stamps_at(view), stamps, count * sizeof(Stamp));
  used += head_words + count;
  return view;
}

void join_stamps(Stamp* into, const Stamp* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) into[i] = into[i] < from[i] ? from[i] : into[i];
}

}  // namespace

void clear_views() { used = 1; }

ViewId view_of(const Thread& thread) {
  return make_view(thread.clock, thread.seen.data(), world.is_weak ? world.atom_count : 0);
}

ViewId join_views(ViewId a, ViewId b) {
  if (a == 0 || b == 0) return a + b;
  if (count_at(a) < count_at(b)) std::swap(a, b);
  VectorClock clock = clock_at(a);
  clock.join(clock_at(b));
  const auto count = static_cast<std::size_t>(count_at(a));
  if (used + head_words + count > words.size())
    words.resize(2 * (used + head_words + count) + 4096);
  const ViewId joined = make_view(clock, stamps_at(a), count);
  join_stamps(stamps_at(joined), stamps_at(b), static_cast<std::size_t>(count_at(b)));
  return joined;
}

void learn(Thread& thread, ViewId view) {
  if (view == 0) return;
  thread.clock.join(clock_at(view));
  join_stamps(thread.seen.data(), stamps_at(view), static_cast<std::size_t>(count_at(view)));
}

void learn_all(Thread& thread, const Thread& other) {
  thread.clock.join(other.clock);
  if (world.is_weak) join_stamps(thread.seen.data(), other.seen.data(), world.atom_count);
}

void keep(Thread& thread, ViewId view) {
  if (view == 0) return;
  thread.acquirable.join(clock_at(view));
  join_stamps(thread.acquirable_seen.data(), stamps_at(view),
              static_cast<std::size_t>(count_at(view)));
}

void learn_kept(Thread& thread) {
  thread.clock.join(thread.acquirable);
  if (world.is_weak)
    join_stamps(thread.seen.data(), thread.acquirable_seen.data(), world.atom_count);
}

void grow_stamps(std::uint32_t atoms) {
  if (world.sequential.size() >= atoms) return;
  const std::size_t room = 2 * static_cast<std::size_t>(atoms) + 32;
  world.sequential.resize(room);
  for (Thread& thread : world.threads) {
    thread.seen.resize(room);
    thread.acquirable_seen.resize(room);
    thread.stale.resize(room);
  }
}

}  // namespace testkit::explore
