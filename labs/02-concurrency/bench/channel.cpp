// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Channels under load: messages of 8 bytes; all senders on the first processor and all receivers on
// the second. On one processor most channels are faster, as no cache line travels; that is not what
// is asked here.
#include <benchmark/benchmark.h>
#include <patina/channel.hpp>
#include <patina/channel_locked.hpp>
#include <sched.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

namespace {

using Message = std::uint64_t;
constexpr Message count = 1'000'000;  // an iteration

void stay_on(std::size_t processor) {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(processor, &processors);
  sched_setaffinity(0, sizeof processors, &processors);
}

// Sends every number below `count` once, and returns the sum of what was received.
Message send_all(patina::Channel<Message> channel, unsigned threads_each) {
  std::vector<Message> sums(threads_each);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < threads_each; ++i) {
    threads.emplace_back([i, threads_each, sender = channel.sender] {
      stay_on(0);
      const Message each = count / threads_each;
      for (Message m = i * each; m < (i + 1) * each; ++m) {
        if (!sender.send(m)) return;
      }
    });
    threads.emplace_back([&sum = sums[i], receiver = channel.receiver] {
      stay_on(1);
      Message mine = 0;
      while (const auto message = receiver.recv()) mine += *message;
      sum = mine;
    });
  }
  { const auto gone = std::move(channel); }
  for (std::thread& thread : threads) thread.join();
  return std::accumulate(sums.begin(), sums.end(), Message{0});
}

void measure(benchmark::State& state, auto make, unsigned threads_each) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const Message sum = send_all(make(), threads_each);
    const auto time = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(std::chrono::duration<double>(time).count());
    if (sum != count * (count - 1) / 2) state.SkipWithError("messages were lost");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<long>(count));
}

// One thread sends and receives in turn: what the operations themselves cost.
void measure_alone(benchmark::State& state, auto make) {
  const auto channel = make();
  for (auto _ : state) {
    if (!channel.sender.send(1)) return;
    benchmark::DoNotOptimize(*channel.receiver.recv());
  }
  state.SetItemsProcessed(state.iterations());
}

using Access = patina::ChannelAccess<Message>;
using Locked = patina::LockedFlavour<Message>;
const auto bounded_ours = [] { return patina::bounded<Message>(1024); };
const auto bounded_locked = [] { return Access::over(std::make_unique<Locked>(1024)); };
const auto unbounded_ours = [] { return patina::unbounded<Message>(); };
const auto unbounded_locked = [] { return Access::over(std::make_unique<Locked>()); };

#define PATINA_BENCH_CHANNEL(row, side)                           \
  BENCHMARK_CAPTURE(measure, row##_1p1c_##side, row##_##side, 1u) \
      ->Name("channel_" #row "_1p1c/" #side)                      \
      ->UseManualTime();                                          \
  BENCHMARK_CAPTURE(measure, row##_2p2c_##side, row##_##side, 2u) \
      ->Name("channel_" #row "_2p2c/" #side)                      \
      ->UseManualTime();                                          \
  BENCHMARK_CAPTURE(measure_alone, row##_alone_##side, row##_##side) \
      ->Name("channel_" #row "_alone/" #side)

PATINA_BENCH_CHANNEL(bounded, ours);
PATINA_BENCH_CHANNEL(bounded, locked);
PATINA_BENCH_CHANNEL(unbounded, ours);
PATINA_BENCH_CHANNEL(unbounded, locked);

}  // namespace
