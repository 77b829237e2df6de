// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Halt: ends a run just before the event in which it would end its process (find_death,
// shrink_run.hpp), so that what led there can be told.
// Thread rule: one thread. It outlives the run.
#pragma once

#include <testkit/sim/run.hpp>

#include <cstdint>

namespace testkit::sim {

class Halt final : public Observer {
 public:
  explicit Halt(std::uint64_t number) : number_(number) {}
  void watch(Run& run) {
    run_ = &run;
    run.world().watch(*this);
  }
  void before(const Event& event) override {
    if (event.number == number_) run_->fail("", "here the program came to its end", {number_});
  }

 private:
  const std::uint64_t number_;
  Run* run_ = nullptr;
};

}  // namespace testkit::sim
