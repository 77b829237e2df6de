// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A function two calls deep that halves even numbers and complains about odd ones.
#include <benchmark/benchmark.h>
#include <patina/result.hpp>
#include <patina/try.hpp>

#include <optional>
#include <stdexcept>

namespace {

[[gnu::noinline]] patina::Result<long, int> half(long value) {
  if (value % 2 != 0) return patina::unexpected(1);
  return value / 2;
}
[[gnu::noinline]] patina::Result<long, int> quarter(long value) {
  PATINA_TRY(const long halved, half(value));
  return half(halved);
}

[[gnu::noinline]] std::optional<long> optional_half(long value) {
  if (value % 2 != 0) return std::nullopt;
  return value / 2;
}
[[gnu::noinline]] std::optional<long> optional_quarter(long value) {
  const auto halved = optional_half(value);
  if (!halved) return std::nullopt;
  return optional_half(*halved);
}

[[gnu::noinline]] long throwing_half(long value) {
  if (value % 2 != 0) throw std::domain_error("odd");
  return value / 2;
}
[[gnu::noinline]] long throwing_quarter(long value) { return throwing_half(throwing_half(value)); }

long given(benchmark::State& state) { return state.range(0); }

void result_ours(benchmark::State& state) {
  long value = given(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value);
    benchmark::DoNotOptimize(quarter(value).value_or(0));
  }
  state.SetItemsProcessed(state.iterations());
}
void result_optional(benchmark::State& state) {
  long value = given(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value);
    benchmark::DoNotOptimize(optional_quarter(value).value_or(0));
  }
  state.SetItemsProcessed(state.iterations());
}
void result_throwing(benchmark::State& state) {
  long value = given(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value);
    try {
      benchmark::DoNotOptimize(throwing_quarter(value));
    } catch (const std::domain_error& error) {
      benchmark::DoNotOptimize(error.what());
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void result_ok_ours(benchmark::State& state) { result_ours(state); }
BENCHMARK(result_ok_ours)->Name("result_ok/ours")->Arg(12);
BENCHMARK(result_optional)->Name("result_ok/optional")->Arg(12);
BENCHMARK(result_throwing)->Name("result_ok/exception")->Arg(12);
BENCHMARK(result_ours)->Name("result_error/ours")->Arg(6);
BENCHMARK(result_optional)->Name("result_error/optional")->Arg(6);
BENCHMARK(result_throwing)->Name("result_error/exception")->Arg(6);

}  // namespace
