// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a pool of two workers does on two processors: a join at every node of a tree, a sum of many
// numbers, a sort. An operation is one join, one number.
#include "workload.hpp"

#include <benchmark/benchmark.h>
#include <patina/call.hpp>
#include <patina/lend.hpp>
#include <patina/par.hpp>
#include <patina/parallel_sort.hpp>
#include <patina/pool.hpp>

#include <algorithm>
#include <vector>

namespace {

using patina::call;
using patina::lend;
using patina::lend_mut;
using workload::Message;
using Numbers = std::vector<Message>;

Message fib(int n) {
  if (n < 2) return static_cast<Message>(n);
  const auto [one, two] = patina::join(call(fib, n - 1), call(fib, n - 2));
  return one + two;
}

// Two workers on the first two processors.
template <class Measure>
void with_pool(Measure measure) {
  workload::stay_on_two();
  patina::Pool pool(2);
  measure(pool);
}

void join_fib(benchmark::State& state) {
  with_pool([&](patina::Pool& pool) {
    workload::measure_fib(state, [&](int n) { return pool.install(call(fib, n)); });
  });
}

void sort(benchmark::State& state) {
  const auto on_worker = [](patina::LentMut<Numbers> items) { patina::parallel_sort(*items); };
  with_pool([&](patina::Pool& pool) {
    workload::measure_sort(
        state, [&](Numbers& items) { pool.install(call(on_worker, lend_mut(items))); });
  });
}
void sort_std(benchmark::State& state) {
  workload::measure_sort(state, [](Numbers& items) { std::sort(items.begin(), items.end()); });
}

const auto plus = [](Message a, Message b) { return a + b; };

void reduce_sum(benchmark::State& state) {
  const auto on_worker = [](patina::Lent<Numbers> all) {
    return patina::par(*all).reduce(0, plus);
  };
  with_pool([&](patina::Pool& pool) {
    workload::measure_sum(state, workload::summed_items, [&](const Numbers& all) {
      return pool.install(call(on_worker, lend(all)));
    });
  });
}

void reduce_mix(benchmark::State& state) {
  const auto on_worker = [](patina::Lent<Numbers> all) {
    return patina::par(*all).map([](Message x) { return workload::mix(x); }).reduce(0, plus);
  };
  with_pool([&](patina::Pool& pool) {
    workload::measure_sum(state, workload::mixed_items, [&](const Numbers& all) {
      return pool.install(call(on_worker, lend(all)));
    });
  });
}

BENCHMARK(join_fib)->Name("join_fib/ours")->UseManualTime()->Iterations(3);
BENCHMARK(sort)->Name("sort/ours")->UseManualTime()->Iterations(1);
BENCHMARK(sort_std)->Name("sort/std")->UseManualTime()->Iterations(1);
BENCHMARK(reduce_sum)->Name("reduce_sum/ours")->UseManualTime()->Iterations(20);
BENCHMARK(reduce_mix)->Name("reduce_mix/ours")->UseManualTime()->Iterations(20);

}  // namespace
