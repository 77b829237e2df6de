// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Lab 02's join, reduce and sort by oneTBB: two threads, of which the caller is one.
#include "workload.hpp"

#include <benchmark/benchmark.h>

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_reduce.h>
#include <tbb/parallel_sort.h>
#include <tbb/task_group.h>

#include <functional>
#include <vector>

namespace {

using workload::Message;
using Numbers = std::vector<Message>;

// A task_group is quicker here than parallel_invoke.
Message fib(int n) {
  if (n < 2) return static_cast<Message>(n);
  Message one = 0;
  tbb::task_group group;
  group.run([&] { one = fib(n - 1); });
  const Message two = fib(n - 2);
  group.wait();
  return one + two;
}

template <class Map>
Message sum(const Numbers& all, Map map) {
  using Range = tbb::blocked_range<std::size_t>;
  const auto piece = [&](const Range& range, Message total) {
    for (std::size_t i = range.begin(); i < range.end(); ++i) total += map(all[i]);
    return total;
  };
  return tbb::parallel_reduce(Range(0, all.size()), Message{0}, piece, std::plus<>());
}

template <class Measure>
void with_two_threads(Measure measure) {
  workload::stay_on_two();
  const tbb::global_control two(tbb::global_control::max_allowed_parallelism, 2);
  measure();
}

void join_fib(benchmark::State& state) {
  with_two_threads([&] { workload::measure_fib(state, fib); });
}
void sort(benchmark::State& state) {
  with_two_threads([&] {
    workload::measure_sort(
        state, [](Numbers& items) { tbb::parallel_sort(items.begin(), items.end()); });
  });
}
void reduce_sum(benchmark::State& state) {
  with_two_threads([&] {
    workload::measure_sum(state, workload::summed_items, [](const Numbers& all) {
      return sum(all, [](Message x) { return x; });
    });
  });
}
void reduce_mix(benchmark::State& state) {
  with_two_threads([&] {
    workload::measure_sum(state, workload::mixed_items, [](const Numbers& all) {
      return sum(all, [](Message x) { return workload::mix(x); });
    });
  });
}

BENCHMARK(join_fib)->Name("join_fib/tbb")->UseManualTime()->Iterations(3);
BENCHMARK(sort)->Name("sort/tbb")->UseManualTime()->Iterations(1);
BENCHMARK(reduce_sum)->Name("reduce_sum/tbb")->UseManualTime()->Iterations(20);
BENCHMARK(reduce_mix)->Name("reduce_mix/tbb")->UseManualTime()->Iterations(20);

}  // namespace

BENCHMARK_MAIN();
