// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Lab 02's bounded channels by Boost.Lockfree, which neither sleeps nor can be disconnected: so a
// receiver takes its share.
#include "workload.hpp"

#include <benchmark/benchmark.h>

#include <boost/lockfree/queue.hpp>

#include <memory>
#include <optional>

namespace {

using workload::Message;
using Shared = boost::lockfree::queue<Message>;

class Queue {
 public:
  auto sender() const {
    return [shared = shared_](Message message) {
      workload::Patience patience;
      while (!shared->bounded_push(message)) patience.wait();
    };
  }
  auto receiver(Message share) const {
    return [shared = shared_, share]() mutable -> std::optional<Message> {
      if (share == 0) return std::nullopt;
      --share;
      Message message = 0;
      workload::Patience patience;
      while (!shared->pop(message)) patience.wait();
      return message;
    };
  }
  void close() {}

 private:
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>(workload::capacity);
};

const auto make = [] { return Queue(); };
void bounded_1p1c(benchmark::State& state) { workload::measure_channel(state, make, 1); }
void bounded_2p2c(benchmark::State& state) { workload::measure_channel(state, make, 2); }
BENCHMARK(bounded_1p1c)->Name("channel_bounded_1p1c/boost")->Apply(workload::channel_passes);
BENCHMARK(bounded_2p2c)->Name("channel_bounded_2p2c/boost")->Apply(workload::channel_passes);

}  // namespace

BENCHMARK_MAIN();
