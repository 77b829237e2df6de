// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "workload.hpp"

#include <benchmark/benchmark.h>
#include <patina/arc.hpp>

#include <memory>

namespace {

template <class Owner>
void copy_and_drop(benchmark::State& state, const Owner& owner) {
  for (auto _ : state) {
    Owner copy = owner;
    benchmark::DoNotOptimize(copy);
  }
  state.SetItemsProcessed(state.iterations());
}

// The process has a second thread, or std::shared_ptr would count without atomics.
void arc_copy_drop_ours(benchmark::State& state) {
  copy_and_drop(state, patina::Arc<long>::make(1));
}
void arc_copy_drop_std(benchmark::State& state) { copy_and_drop(state, std::make_shared<long>(1)); }
BENCHMARK(arc_copy_drop_ours)->Name("arc_copy_drop/ours");
BENCHMARK(arc_copy_drop_std)->Name("arc_copy_drop/std");

// Two threads that copy and drop owners of one value: what costs is the way of the line that holds
// the count from one processor to the other.
template <class Owner>
void copy_and_drop_by_two(benchmark::State& state, const Owner& owner) {
  workload::run_two(state, [&owner] {
    Owner copy = owner;
    benchmark::DoNotOptimize(copy);
  });
}
void arc_contended_ours(benchmark::State& state) {
  copy_and_drop_by_two(state, patina::Arc<long>::make(1));
}
void arc_contended_std(benchmark::State& state) {
  copy_and_drop_by_two(state, std::make_shared<long>(1));
}
BENCHMARK(arc_contended_ours)->Name("arc_contended/ours")->UseManualTime()->Iterations(5);
BENCHMARK(arc_contended_std)->Name("arc_contended/std")->UseManualTime()->Iterations(5);

void arc_upgrade_ours(benchmark::State& state) {
  const auto owner = patina::Arc<long>::make(1);
  const auto weak = owner.downgrade();
  for (auto _ : state) {
    auto upgraded = weak.upgrade();
    benchmark::DoNotOptimize(upgraded);
  }
  state.SetItemsProcessed(state.iterations());
}
void arc_upgrade_std(benchmark::State& state) {
  const auto owner = std::make_shared<long>(1);
  const std::weak_ptr<long> weak = owner;
  for (auto _ : state) {
    auto upgraded = weak.lock();
    benchmark::DoNotOptimize(upgraded);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(arc_upgrade_ours)->Name("arc_upgrade/ours");
BENCHMARK(arc_upgrade_std)->Name("arc_upgrade/std");

}  // namespace
