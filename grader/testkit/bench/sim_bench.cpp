// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How many events a second the simulator makes, without checks: CPU time, not wall time, on one
// core. An event is one of the trace: a send and its delivery are two. Goal: 1 million a second
// where each message has a payload of its own. Prints one line a world.
#include <testkit/sim.hpp>

#include <cstdio>
#include <ctime>

namespace {

using namespace testkit::sim;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Number final : Payload {
  explicit Number(std::uint64_t carried) : value(carried) {}
  std::string describe() const override { return std::to_string(value); }
  std::uint32_t bytes() const override { return 64; }
  const std::uint64_t value;
};

// Answers each message with the next, and each beat of its timer with one to everybody.
class Beater final : public Actor {
 public:
  Beater(Process& process, ActorId actors, Duration beat)
      : process_(process), actors_(actors), beat_(beat) {}
  void start() override { process_.set_timer(beat_, 1); }
  void receive(ActorId from, const PayloadPtr& payload) override {
    const auto value = static_cast<const Number&>(*payload).value;
    if (value < 3) process_.send(from, std::make_shared<Number>(value + 1));
  }
  void timer(TimerTag) override {
    for (ActorId to = 1; to <= actors_; ++to)
      if (to != process_.id()) process_.send(to, std::make_shared<Number>(1));
    process_.set_timer(beat_, 1);
  }

 private:
  Process& process_;
  const ActorId actors_;
  const Duration beat_;
};

void measure(const char* title, const Options& options, ActorId actors, Duration beat,
             Duration length) {
  World world(1, options);
  for (ActorId id = 1; id <= actors; ++id)
    world.add("n" + std::to_string(id), [&](Process& process) {
      return std::make_unique<Beater>(process, actors, beat);
    });
  const double begin = cpu_seconds();
  world.run_for(length);
  const double seconds = cpu_seconds() - begin;
  std::printf("%-32s %9.0f events/s, %8.1f virtual seconds a second\n", title,
              static_cast<double>(world.events()) / seconds,
              std::chrono::duration<double>(length).count() / seconds);
}

}  // namespace

int main() {
  Options calm;
  Options wild;
  wild.network.loss_per_million = 20'000;
  wild.network.duplicate_per_million = 20'000;
  wild.network.slow_per_million = 10'000;
  calm.events_max = wild.events_max = UINT64_MAX;
  measure("5 actors, a beat each 10 ms", calm, 5, 10ms, 1000s);
  measure("the same with losses", wild, 5, 10ms, 1000s);
  measure("5 actors, a beat each 100 ms", calm, 5, 100ms, 10'000s);
  measure("50 actors, a beat each 10 ms", calm, 50, 10ms, 10s);
}
