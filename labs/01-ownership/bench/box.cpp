// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <benchmark/benchmark.h>
#include <patina/box.hpp>

#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace {

constexpr long count = 1024;

template <class Make>
void make_and_drop(benchmark::State& state, Make make) {
  for (auto _ : state) {
    auto owner = make();
    benchmark::DoNotOptimize(owner);
  }
  state.SetItemsProcessed(state.iterations());
}

void box_new_drop_ours(benchmark::State& state) {
  make_and_drop(state, [] { return patina::Box<long>::make(1); });
}
void box_new_drop_std(benchmark::State& state) {
  make_and_drop(state, [] { return std::make_unique<long>(1); });
}
void box_new_drop_raw(benchmark::State& state) {
  for (auto _ : state) {
    long* owner = new long(1);
    benchmark::DoNotOptimize(owner);
    delete owner;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(box_new_drop_ours)->Name("box_new_drop/ours");
BENCHMARK(box_new_drop_std)->Name("box_new_drop/std");
BENCHMARK(box_new_drop_raw)->Name("box_new_drop/raw");

// The sum of many values, each behind a pointer of its own: there is so little to do that a
// comparison shows. `checked` compares with null by hand, as Box does.
template <class Pointers>
void sum_all(benchmark::State& state, const Pointers& pointers, auto read) {
  for (auto _ : state) {
    long sum = 0;
    for (const auto& pointer : pointers) sum += read(pointer);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void box_deref_ours(benchmark::State& state) {
  std::vector<patina::Box<long>> boxes;
  for (long i = 0; i < count; ++i) boxes.push_back(patina::Box<long>::make(i));
  sum_all(state, boxes, [](const auto& box) { return *box; });
}
void box_deref_std(benchmark::State& state) {
  std::vector<std::unique_ptr<long>> boxes;
  for (long i = 0; i < count; ++i) boxes.push_back(std::make_unique<long>(i));
  sum_all(state, boxes, [](const auto& box) { return *box; });
}
void sum_raw(benchmark::State& state, auto read) {
  std::vector<long*> pointers;
  for (long i = 0; i < count; ++i) pointers.push_back(new long(i));
  sum_all(state, pointers, read);
  for (long* pointer : pointers) delete pointer;
}
void box_deref_raw(benchmark::State& state) {
  sum_raw(state, [](const long* pointer) { return *pointer; });
}
void box_deref_checked(benchmark::State& state) {
  sum_raw(state, [](const long* pointer) {
    if (pointer == nullptr) [[unlikely]] std::abort();
    return *pointer;
  });
}
BENCHMARK(box_deref_ours)->Name("box_deref/ours");
BENCHMARK(box_deref_std)->Name("box_deref/std");
BENCHMARK(box_deref_raw)->Name("box_deref/raw");
BENCHMARK(box_deref_checked)->Name("box_deref/checked");

// A walk down a chain, where each address is known only once the one before it has been read: what
// a list or a tree does. Here the comparison with null is done while the processor waits.
struct BoxLink {
  long value = 0;
  std::optional<patina::Box<BoxLink>> next;  // none only while the chain is made
};
struct UniqueLink {
  long value = 0;
  std::optional<std::unique_ptr<UniqueLink>> next;
};
struct RawLink {
  long value = 0;
  std::optional<RawLink*> next;
};

// Each link owns the next; the last one owns none, and the walk ends before it.
template <class L, class Make>
void walk(benchmark::State& state, Make make) {
  L first;
  L* last = &first;
  for (long i = 0; i < count; ++i) {
    last->next.emplace(make());
    last = &**last->next;
    last->value = i;
  }
  for (auto _ : state) {
    long sum = 0;
    const L* at = &first;
    for (long i = 0; i < count; ++i) {
      at = &**at->next;
      sum += at->value;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void box_walk_ours(benchmark::State& state) {
  walk<BoxLink>(state, [] { return patina::Box<BoxLink>::make(); });
}
void box_walk_std(benchmark::State& state) {
  walk<UniqueLink>(state, [] { return std::make_unique<UniqueLink>(); });
}
void box_walk_raw(benchmark::State& state) {
  std::vector<std::unique_ptr<RawLink>> keeper;
  walk<RawLink>(state, [&] { return keeper.emplace_back(std::make_unique<RawLink>()).get(); });
}
BENCHMARK(box_walk_ours)->Name("box_walk/ours");
BENCHMARK(box_walk_std)->Name("box_walk/std");
BENCHMARK(box_walk_raw)->Name("box_walk/raw");

}  // namespace
