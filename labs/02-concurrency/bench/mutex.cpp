// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "workload.hpp"

#include <benchmark/benchmark.h>
#include <patina/mutex.hpp>

#include <mutex>

namespace {

// std::mutex with its value beside it, as one writes it by hand.
struct Guarded {
  std::mutex mutex;
  long value = 0;
};

void add_one(patina::Mutex<long>& mutex) {
  {
    auto guard = mutex.lock().value();
    *guard += 1;
  }
  benchmark::ClobberMemory();
}
void add_one(Guarded& guarded) {
  {
    const std::lock_guard guard(guarded.mutex);
    guarded.value += 1;
  }
  benchmark::ClobberMemory();
}

template <class Lock>
void add_alone(benchmark::State& state, Lock& lock) {
  for (auto _ : state) add_one(lock);
  state.SetItemsProcessed(state.iterations());
}

void mutex_alone_ours(benchmark::State& state) {
  static patina::Mutex<long> mutex(0);
  add_alone(state, mutex);
}
void mutex_alone_std(benchmark::State& state) {
  static Guarded guarded;
  add_alone(state, guarded);
}
BENCHMARK(mutex_alone_ours)->Name("mutex_alone/ours");
BENCHMARK(mutex_alone_std)->Name("mutex_alone/std");

void mutex_contended_ours(benchmark::State& state) {
  static patina::Mutex<long> mutex(0);
  workload::run_two(state, [] { add_one(mutex); });
}
void mutex_contended_std(benchmark::State& state) {
  static Guarded guarded;
  workload::run_two(state, [] { add_one(guarded); });
}
BENCHMARK(mutex_contended_ours)->Name("mutex_contended/ours")->UseManualTime()->Iterations(5);
BENCHMARK(mutex_contended_std)->Name("mutex_contended/std")->UseManualTime()->Iterations(5);

}  // namespace
