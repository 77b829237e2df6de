// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <benchmark/benchmark.h>
#include <patina/rc.hpp>

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

void rc_copy_drop_ours(benchmark::State& state) {
  copy_and_drop(state, patina::Rc<long>::make(1));
}
void rc_copy_drop_std(benchmark::State& state) { copy_and_drop(state, std::make_shared<long>(1)); }
BENCHMARK(rc_copy_drop_ours)->Name("rc_copy_drop/ours");
BENCHMARK(rc_copy_drop_std)->Name("rc_copy_drop/std");

void rc_deref_ours(benchmark::State& state) {
  const auto owner = patina::Rc<long>::make(1);
  for (auto _ : state) benchmark::DoNotOptimize(*owner + 1);
  state.SetItemsProcessed(state.iterations());
}
void rc_deref_std(benchmark::State& state) {
  const auto owner = std::make_shared<long>(1);
  for (auto _ : state) benchmark::DoNotOptimize(*owner + 1);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(rc_deref_ours)->Name("rc_deref/ours");
BENCHMARK(rc_deref_std)->Name("rc_deref/std");

void weak_upgrade_ours(benchmark::State& state) {
  const auto owner = patina::Rc<long>::make(1);
  const auto weak = owner.downgrade();
  for (auto _ : state) {
    auto upgraded = weak.upgrade();
    benchmark::DoNotOptimize(upgraded);
  }
  state.SetItemsProcessed(state.iterations());
}
void weak_upgrade_std(benchmark::State& state) {
  const auto owner = std::make_shared<long>(1);
  const std::weak_ptr<long> weak = owner;
  for (auto _ : state) {
    auto upgraded = weak.lock();
    benchmark::DoNotOptimize(upgraded);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(weak_upgrade_ours)->Name("weak_upgrade/ours");
BENCHMARK(weak_upgrade_std)->Name("weak_upgrade/std");

}  // namespace
