// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Virtual time: the order of events, timers, scripted events, and clocks that are off.
#include "toy.hpp"

#include <algorithm>

using namespace toy;

namespace {

using Tags = std::vector<TimerTag>;

TEST_CASE("Events of one time happen in the order in which they were asked for") {
  World world(1, even());
  Tags tags;
  world.add("a", scripted({.start = [](Process& own) {
                             own.set_timer(2ms, 4);
                             own.set_timer(1ms, 1);
                             own.set_timer(1ms, 2);
                             own.set_timer(1ms, 3);
                           },
                           .receive = {},
                           .timer = [&](Process&, TimerTag tag) { tags.push_back(tag); }}));
  world.run_for(1ms);
  CHECK(tags == Tags{1, 2, 3});
  CHECK(world.now() == 1ms);
  world.run_for(5ms);
  CHECK(tags == Tags{1, 2, 3, 4});
  CHECK(world.now() == 6ms);
  CHECK_FALSE(world.step());
}

TEST_CASE("Thousands of timers come in order of their time, and cancelled ones never") {
  World world(7, even());
  std::vector<Time> seen;
  world.add("a", scripted({.start = [](Process& own) {
                             std::vector<TimerId> timers;
                             for (int i = 0; i < 5000; ++i) {
                               const Duration after(own.random().below(90'000));
                               timers.push_back(own.set_timer(after, 0));
                             }
                             for (int i = 0; i < 5000; i += 2) own.cancel_timer(timers[i]);
                             own.cancel_timer(timers[0]);
                             own.set_timer(1ms, 0);
                           },
                           .receive = {},
                           .timer = [&](Process& own, TimerTag) { seen.push_back(own.now()); }}));
  world.run_for(1s);
  CHECK(seen.size() == 2501);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("A timer that was cancelled does not cancel the one that took its place") {
  World world(1, even());
  Tags tags;
  world.add("a", scripted({.start = [](Process& own) {
                             const TimerId gone = own.set_timer(1ms, 1);
                             own.cancel_timer(gone);
                             own.set_timer(1ms, 2);
                             own.cancel_timer(gone);
                           },
                           .receive = {},
                           .timer = [&](Process&, TimerTag tag) { tags.push_back(tag); }}));
  world.run_for(1s);
  CHECK(tags == Tags{2});
}

TEST_CASE("Scripted events happen at their time, may set others, and may stop the run") {
  World world(1);
  std::vector<Time> seen;
  std::function<void()> again = [&] {
    seen.push_back(world.now());
    if (seen.size() == 3) world.stop();
    world.at(world.now() + 10ms, again);
  };
  world.at(5ms, again);
  world.run_for(1s);
  CHECK(seen == std::vector<Time>{5ms, 15ms, 25ms});
  CHECK(world.now() == 25ms);
  CHECK(world.run_until([&] { return seen.size() == 5; }, 1s));
  CHECK(world.now() == 45ms);
  CHECK_FALSE(world.run_until([] { return false; }, 100ms));
  CHECK(world.now() == 145ms);
}

TEST_CASE("A world ends after as many events as it may have") {
  Options options = even();
  options.events_max = 10;
  World world(1, options);
  world.add("a", scripted({.start = [](Process& own) { own.set_timer(1ms, 0); },
                           .receive = {},
                           .timer = [](Process& own, TimerTag) { own.set_timer(1ms, 0); }}));
  world.run_for(1s);
  CHECK(world.is_over());
  CHECK(world.events() == 10);
  CHECK_FALSE(world.step());
}

TEST_CASE("A clock that drifts measures its own time") {
  Options options = even();
  options.clock_drift_per_million = 100'000;
  options.clock_skew_max = 3s;
  World world(3, options);
  Time set{}, seen{}, real{};
  world.add("a", scripted({.start = [&](Process& own) { set = own.now(), own.set_timer(10s, 0); },
                           .receive = {},
                           .timer = [&](Process& own, TimerTag) {
                             seen = own.now(), real = world.now();
                           }}));
  world.run_for(20s);
  CHECK(set != 0s);
  CHECK(std::chrono::abs(set) <= 3s);
  CHECK(seen >= set + 10s);
  CHECK(seen <= set + 10s + 2us);
  CHECK(real != 10s);
  CHECK(std::chrono::abs(real - 10s) <= 1200ms);
}

TEST_CASE("A clock that jumps ahead makes timers due, one that jumps back delays none") {
  World world(1, even());
  std::vector<Time> seen;
  world.add("a", scripted({.start = [](Process& own) {
                             own.set_timer(1h, 0);
                             own.set_timer(2h, 0);
                             own.set_timer(24h * 60, 0);
                           },
                           .receive = {},
                           .timer = [&](Process&, TimerTag) { seen.push_back(world.now()); }}));
  world.run_for(1s);
  world.jump_clock(1, -30min);
  CHECK(process_of(world, 1).now() == 1s - 30min);
  world.run_for(1h);
  CHECK(seen == std::vector<Time>{1h});
  const Duration wrap = std::chrono::milliseconds(std::int64_t{1} << 31);
  const Time before = process_of(world, 1).now();
  world.jump_clock(1, wrap);
  CHECK(process_of(world, 1).now() == before + wrap);
  world.run_for(1ms);
  CHECK(seen == std::vector<Time>{1h, 1h + 1s});
  world.run_for(24h * 60);
  CHECK(seen.size() == 3);
  CHECK(seen.back() == 24h * 60 - wrap);
}

}  // namespace
