// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Each value is on the heap, behind an address that the compiler does not know, and after each
// operation it is told that anybody may have touched it: nothing is kept in a register, and no side
// profits from what a processor does for addresses on the stack.
//
// `checked` does by hand what ours does: the same flag, asked in the same places, and no types.
#include <benchmark/benchmark.h>
#include <patina/cell.hpp>
#include <patina/ref_cell.hpp>

#include <cstdlib>
#include <exception>
#include <limits>
#include <memory>
#include <vector>

namespace {

constexpr long count = 1024;

struct Flagged {
  explicit Flagged(long given = 0) : value(given) {}
  long value;
  int borrows = 0;
};

// Calls operation(*value) again and again.
template <class Value, class Operation>
void repeat(benchmark::State& state, std::unique_ptr<Value> value, Operation operation) {
  Value* hidden = value.get();
  benchmark::DoNotOptimize(hidden);
  for (auto _ : state) {
    operation(*hidden);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}

void cell_update_ours(benchmark::State& state) {
  repeat(state, std::make_unique<patina::Cell<long>>(1),
         [](const auto& cell) { cell.set(cell.get() + 1); });
}
void cell_update_raw(benchmark::State& state) {
  repeat(state, std::make_unique<long>(1), [](long& value) { value = value + 1; });
}
BENCHMARK(cell_update_ours)->Name("cell_update/ours");
BENCHMARK(cell_update_raw)->Name("cell_update/raw");

void refcell_borrow_mut_ours(benchmark::State& state) {
  repeat(state, std::make_unique<patina::RefCell<long>>(1), [](const auto& cell) {
    const auto guard = cell.borrow_mut();
    *guard += 1;
  });
}
void refcell_borrow_mut_checked(benchmark::State& state) {
  repeat(state, std::make_unique<Flagged>(), [](Flagged& flagged) {
    if (flagged.borrows != 0) [[unlikely]] std::abort();
    flagged.value += 1;
  });
}
void refcell_borrow_mut_raw(benchmark::State& state) {
  repeat(state, std::make_unique<long>(1), [](long& value) { value += 1; });
}
BENCHMARK(refcell_borrow_mut_ours)->Name("refcell_borrow_mut/ours");
BENCHMARK(refcell_borrow_mut_checked)->Name("refcell_borrow_mut/checked");
BENCHMARK(refcell_borrow_mut_raw)->Name("refcell_borrow_mut/raw");

// The worst case: while the guard lives things happen that the compiler cannot see through, so the
// flag has to be in memory, both before and after. (After the addition too: LLVM would add to value
// and flag at once, from 16 bytes of which 8 were just stored, and stall ten times as long.)
void refcell_borrow_held_ours(benchmark::State& state) {
  repeat(state, std::make_unique<patina::RefCell<long>>(1), [](const auto& cell) {
    const auto guard = cell.borrow_mut();
    benchmark::ClobberMemory();
    *guard += 1;
    benchmark::ClobberMemory();
  });
}
void refcell_borrow_held_checked(benchmark::State& state) {
  repeat(state, std::make_unique<Flagged>(), [](Flagged& flagged) {
    if (flagged.borrows != 0) [[unlikely]] std::abort();
    --flagged.borrows;
    benchmark::ClobberMemory();
    flagged.value += 1;
    benchmark::ClobberMemory();
    ++flagged.borrows;
  });
}
BENCHMARK(refcell_borrow_held_ours)->Name("refcell_borrow_held/ours");
BENCHMARK(refcell_borrow_held_checked)->Name("refcell_borrow_held/checked");
BENCHMARK(refcell_borrow_mut_raw)->Name("refcell_borrow_held/raw");

// Reads many values, each behind a pointer of its own.
template <class Value, class Read>
void sum_all(benchmark::State& state, Read read) {
  std::vector<std::unique_ptr<Value>> values;
  for (long i = 0; i < count; ++i) values.push_back(std::make_unique<Value>(i));
  for (auto _ : state) {
    long sum = 0;
    for (const auto& value : values) sum += read(*value);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void refcell_borrow_ours(benchmark::State& state) {
  sum_all<patina::RefCell<long>>(state, [](const auto& cell) {
    const auto guard = cell.borrow();
    return *guard;
  });
}
void refcell_borrow_checked(benchmark::State& state) {
  sum_all<Flagged>(state, [](const Flagged& flagged) {
    if (flagged.borrows < 0) [[unlikely]] std::abort();  // somebody writes
    if (flagged.borrows == std::numeric_limits<int>::max()) [[unlikely]] std::terminate();  // full
    return flagged.value;
  });
}
void refcell_borrow_raw(benchmark::State& state) {
  sum_all<long>(state, [](const long& value) { return value; });
}
BENCHMARK(refcell_borrow_ours)->Name("refcell_borrow/ours");
BENCHMARK(refcell_borrow_checked)->Name("refcell_borrow/checked");
BENCHMARK(refcell_borrow_raw)->Name("refcell_borrow/raw");

}  // namespace
