// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How long an operation on a channel waits. Given.
//
// Interface:
//   Patience::none()               looks once and does not wait
//   Patience::forever()            waits until there is something to do, or never will be
//   Patience::until(deadline)      waits no longer than to that point of rt::clock
//   Patience::lasting(duration)    the same, from now on; longer than clocks can count is forever
//   is_none(), is_forever(), deadline()
//
// However short the patience, an operation looks before it gives up: a message that is there is
// taken even if the deadline passed long ago.
// Thread rule: a value type.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/rt/clock.hpp>

#include <chrono>

namespace patina {

class Patience {
 public:
  static Patience none() { return Patience(Kind::none, {}); }
  static Patience forever() { return Patience(Kind::forever, {}); }
  static Patience until(rt::clock::time_point deadline) { return Patience(Kind::until, deadline); }
  template <class Rep, class Period>
  static Patience lasting(std::chrono::duration<Rep, Period> duration) {
    using Approximate = std::chrono::duration<double>;  // hours::max() has no count in nanoseconds
    if (duration <= duration.zero()) return none();
    const auto now = rt::clock::now();
    if (Approximate(duration) >= Approximate(rt::clock::time_point::max() - now)) return forever();
    return until(now + std::chrono::ceil<rt::clock::duration>(duration));
  }

  bool is_none() const { return kind_ == Kind::none; }
  bool is_forever() const { return kind_ == Kind::forever; }

  // REQUIRES: neither none nor forever (asserts).
  rt::clock::time_point deadline() const {
    PATINA_ASSERT(kind_ == Kind::until, "only a patience that ends has a deadline");
    return deadline_;
  }

 private:
  enum class Kind { none, forever, until };
  Patience(Kind kind, rt::clock::time_point deadline) : kind_(kind), deadline_(deadline) {}

  Kind kind_;
  rt::clock::time_point deadline_;
};

}  // namespace patina
