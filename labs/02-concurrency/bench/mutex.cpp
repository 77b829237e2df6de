// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <benchmark/benchmark.h>
#include <patina/mutex.hpp>

#include <mutex>

namespace {

// std::mutex with its value beside it, as one writes it by hand.
struct Guarded {
  std::mutex mutex;
  long value = 0;
};

void add_ours(benchmark::State& state, patina::Mutex<long>& mutex) {
  for (auto _ : state) {
    auto guard = mutex.lock().value();
    *guard += 1;
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
void add_std(benchmark::State& state, Guarded& guarded) {
  for (auto _ : state) {
    const std::lock_guard guard(guarded.mutex);
    guarded.value += 1;
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}

void mutex_alone_ours(benchmark::State& state) {
  static patina::Mutex<long> mutex(0);
  add_ours(state, mutex);
}
void mutex_alone_std(benchmark::State& state) {
  static Guarded guarded;
  add_std(state, guarded);
}
BENCHMARK(mutex_alone_ours)->Name("mutex_alone/ours");
BENCHMARK(mutex_alone_std)->Name("mutex_alone/std");

void mutex_contended_ours(benchmark::State& state) {
  static patina::Mutex<long> mutex(0);
  add_ours(state, mutex);
}
void mutex_contended_std(benchmark::State& state) {
  static Guarded guarded;
  add_std(state, guarded);
}
BENCHMARK(mutex_contended_ours)->Name("mutex_contended/ours")->Threads(2)->UseRealTime();
BENCHMARK(mutex_contended_std)->Name("mutex_contended/std")->Threads(2)->UseRealTime();

}  // namespace
