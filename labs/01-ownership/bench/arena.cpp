// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <benchmark/benchmark.h>
#include <patina/arena.hpp>

#include <cstddef>
#include <deque>
#include <vector>

namespace {

constexpr std::size_t count = 1024;

// The same order for both: every value once, far from its neighbours.
std::size_t shuffled(std::size_t i) { return i * 389 % count; }

void arena_get_ours(benchmark::State& state) {
  patina::Arena<long> arena;
  std::vector<patina::Handle<long>> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(arena.insert(static_cast<long>(i)));
  std::vector<patina::Handle<long>> handles;
  for (std::size_t i = 0; i < count; ++i) handles.push_back(made[shuffled(i)]);
  for (auto _ : state) {
    long sum = 0;
    for (const auto handle : handles) sum += arena[handle];
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<long>(count));
}
// A container of the standard library that checks an index, and can't tell an old one from a new.
template <class Container>
void get_at(benchmark::State& state) {
  Container values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(static_cast<long>(i));
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < count; ++i) indices.push_back(shuffled(i));
  for (auto _ : state) {
    long sum = 0;
    for (const std::size_t index : indices) sum += values.at(index);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<long>(count));
}
BENCHMARK(arena_get_ours)->Name("arena_get/ours");
BENCHMARK(get_at<std::deque<long>>)->Name("arena_get/deque");
BENCHMARK(get_at<std::vector<long>>)->Name("arena_get/vector");

}  // namespace
