// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Vector clocks: who has heard of what. A thread's own entry is its epoch; it grows with every
// release, so that "thread u did it in epoch e" is known to t iff t's clock holds at least e for u.
//
// Invariant: an execution has far fewer than 32,767 steps (Options::steps_max), hence 16 bits.
// Thread rule: plain values.
#pragma once

#include <cstdint>

namespace testkit::explore {

inline constexpr int threads_max = 16;
using Epoch = std::int16_t;

struct alignas(32) VectorClock {
  Epoch at[threads_max];

  void clear() {
    for (Epoch& epoch : at) epoch = 0;
  }
  void join(const VectorClock& other) {
    for (int i = 0; i < threads_max; ++i) at[i] = at[i] < other.at[i] ? other.at[i] : at[i];
  }
  bool knows(int thread, Epoch epoch) const { return at[thread] >= epoch; }
  // The first thread that is ahead of `other`; -1 if there is none.
  int first_beyond(const VectorClock& other) const {
    Epoch ahead = 0;  // first without branches, which the compiler turns into two instructions
    for (int i = 0; i < threads_max; ++i) ahead |= at[i] > other.at[i] ? Epoch{1} : Epoch{0};
    if (ahead == 0) return -1;
    int thread = 0;
    while (at[thread] <= other.at[thread]) ++thread;
    return thread;
  }
};

}  // namespace testkit::explore
