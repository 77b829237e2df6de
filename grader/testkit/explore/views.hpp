// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Views: what one release makes known to whoever acquires it. A vector clock (what happened before)
// and, in weak memory, for each atomic the newest store that is known. A view never changes once it
// is written down; views live as long as their execution.
//
// Interface:
//   clear_views()               at the beginning of an execution
//   view_of(thread)             what the thread knows now
//   join_views(a, b)            what either holds: a release sequence goes on
//   learn(thread, view)         acquires it
//   keep(thread, view)          remembers it for an acquire fence
//   learn_all(thread, other)    acquires all that a thread knew at its end
//   learn_kept(thread)          that fence
// Thread rule: one thread of the system.
#pragma once

#include "world.hpp"

namespace testkit::explore {

void clear_views();
ViewId view_of(const Thread& thread);
ViewId join_views(ViewId a, ViewId b);
void learn(Thread& thread, ViewId view);
void learn_all(Thread& thread, const Thread& other);
void keep(Thread& thread, ViewId view);
void learn_kept(Thread& thread);

// A release: nothing that the thread does from now on is part of what it published.
inline void next_epoch(Thread& thread, int number) { ++thread.clock.at[number]; }

// Makes room for the stamps of one more atomic in every thread.
void grow_stamps(std::uint32_t atoms);

}  // namespace testkit::explore
