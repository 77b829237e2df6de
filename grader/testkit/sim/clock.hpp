// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The clock of one process: off by an offset, and a few millionths too fast or too slow.
//
// Interface:
//   read(time)      what it shows when the world's time is `time`
//   when(reading)   the first time of the world at which it shows `reading` or more
//   jump(by)        it is set forward or back
//   set_drift(now, per_million)   it goes on from what it shows now, faster or slower
// Thread rule: one thread.
#pragma once

#include <testkit/sim.hpp>

namespace testkit::sim::core {

class Clock {
 public:
  Clock() = default;
  Clock(Duration offset, std::int32_t drift_per_million)
      : offset_(offset), rate_(drift_per_million) {
    PATINA_ASSERT(drift_per_million > -million, "a clock goes forward");
  }

  Time read(Time time) const {
    if (rate_ == 0) return time + offset_;
    const std::int64_t count = time.count();  // never negative
    return time + offset_ + Duration(count / million * rate_ + floor(count % million * rate_));
  }

  Time when(Time reading) const {
    const Duration shown = reading - offset_;
    if (rate_ == 0 || shown.count() <= 0) return shown;
    const auto exact = static_cast<Wide>(shown.count()) * million;
    return Time(static_cast<std::int64_t>((exact + million + rate_ - 1) / (million + rate_)));
  }

  void jump(Duration by) { offset_ += by; }

  void set_drift(Time now, std::int32_t per_million) {
    PATINA_ASSERT(per_million > -million, "a clock goes forward");
    const Time shown = read(now);
    rate_ = per_million;
    offset_ += shown - read(now);
  }

 private:
  __extension__ typedef __int128 Wide;
  static constexpr std::int64_t million = 1'000'000;
  static std::int64_t floor(std::int64_t product) {
    return product >= 0 ? product / million : -((-product + million - 1) / million);
  }

  Duration offset_{};
  std::int64_t rate_ = 0;
};

}  // namespace testkit::sim::core
