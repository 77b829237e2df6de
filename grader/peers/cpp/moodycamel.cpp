// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Lab 02's unbounded channels by moodycamel's ConcurrentQueue, with tokens. It keeps no order
// between producers, never sleeps, and cannot be disconnected: so a receiver takes its share.
#include "workload.hpp"

#include <benchmark/benchmark.h>
#include <concurrentqueue/concurrentqueue.h>

#include <memory>
#include <optional>

namespace {

using workload::Message;
using Shared = moodycamel::ConcurrentQueue<Message>;

class Queue {
 public:
  auto sender() const {
    return [shared = shared_, token = std::make_unique<moodycamel::ProducerToken>(*shared_)](
               Message message) { shared->enqueue(*token, message); };
  }
  auto receiver(Message share) const {
    return [shared = shared_, share,
            token = std::make_unique<moodycamel::ConsumerToken>(
                *shared_)]() mutable -> std::optional<Message> {
      if (share == 0) return std::nullopt;
      --share;
      Message message = 0;
      workload::Patience patience;
      while (!shared->try_dequeue(*token, message)) patience.wait();
      return message;
    };
  }
  void close() {}

 private:
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

const auto make = [] { return Queue(); };
void unbounded_1p1c(benchmark::State& state) {
  workload::measure_channel(state, make, 1);
}
void unbounded_2p2c(benchmark::State& state) {
  workload::measure_channel(state, make, 2);
}
BENCHMARK(unbounded_1p1c)
    ->Name("channel_unbounded_1p1c/moodycamel")
    ->Apply(workload::channel_passes);
BENCHMARK(unbounded_2p2c)
    ->Name("channel_unbounded_2p2c/moodycamel")
    ->Apply(workload::channel_passes);

}  // namespace

BENCHMARK_MAIN();
