// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The core alone: commands of 128 bytes are proposed, so many in a call, and applied by all three
// nodes before the next call.
#include "cluster.hpp"
#include "counted.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::size_t command_bytes = 128;

// New commands, each with a number of its own.
void make_commands(std::vector<patina::raft::Bytes>& commands, std::uint64_t& number) {
  char text[command_bytes] = {};
  for (patina::raft::Bytes& command : commands) {
    ++number;
    std::memcpy(text, &number, sizeof number);
    command = patina::raft::Bytes({text, sizeof text});
  }
}

template <std::size_t batch>
void core(benchmark::State& state) {
  workload::Cluster cluster;
  std::vector<patina::raft::Bytes> commands(batch);
  std::uint64_t number = 0;
  const auto propose = [&] {
    make_commands(commands, number);
    cluster.propose(commands);
  };
  while (number < 2 * workload::entries_between_snapshots) propose();  // as it will go on

  const counted::Allocations before = counted::allocations;
  const std::uint64_t messages_before = cluster.messages();
  for (auto _ : state) propose();
  const counted::Allocations after = counted::allocations;
  if (!cluster.is_applied()) return state.SkipWithError("not all that was proposed is applied");

  const auto entries = static_cast<double>(state.iterations() * batch);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
  const auto count = [&](const char* name, auto all) {
    state.counters[name] = static_cast<double>(all) / entries;
  };
  count("messages", cluster.messages() - messages_before);
  count("allocations", after.count - before.count);
  count("allocated_bytes", after.bytes - before.bytes);
  while (!cluster.holds_entries()) propose();  // or else all is in a snapshot
  state.counters["copied_bytes"] = static_cast<double>(cluster.copies_of_last() * command_bytes);
}

BENCHMARK(core<1>)->Name("core_1/ours");
BENCHMARK(core<16>)->Name("core_16/ours");
BENCHMARK(core<64>)->Name("core_64/ours");
BENCHMARK(core<256>)->Name("core_256/ours");

}  // namespace
