// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The loads of lab 02's bench: the same for ours and for the peers under grader/peers/cpp. Those in
// Rust, under grader/peers/rust, do the same work the same number of times.
//
// Interface:
//   stay_on(place), stay_on_two()                 where threads run
//   run_two(state, operation)                     two threads do it, on different processors
//   measure_channel(state, make, each)            messages through a queue, `each` at both ends
//   measure_passes(state, items, pass)            whatever returns the seconds that it took
//   random_numbers(count), mix(x)                 what is sorted and summed
//
// Several threads are measured in wall time: their CPU time would count the waiting of those that
// spin and leave out that of those that sleep. Producers and consumers stand on different
// processors. On one processor most channels are faster, as no cache line travels; that is not what
// is asked here.
#pragma once

#include <benchmark/benchmark.h>

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace workload {

using Message = std::uint64_t;
inline constexpr Message messages = 1'000'000;  // a pass
inline constexpr std::size_t capacity = 1024;

// PATINA_PROCESSORS, "0,1", lists what the bench may use: neighbours in it are different cores.
inline std::vector<int> processors() {
  const char* const list = std::getenv("PATINA_PROCESSORS");
  std::istringstream words(list == nullptr ? "" : list);
  std::vector<int> numbers;
  for (std::string word; std::getline(words, word, ',');)
    numbers.push_back(std::atoi(word.c_str()));
  return numbers;
}

inline void stay_on_these(const std::vector<int>& numbers) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int number : numbers) CPU_SET(static_cast<std::size_t>(number), &set);
  if (!numbers.empty()) sched_setaffinity(0, sizeof set, &set);
}

// This thread runs on the processor of that place in the list from now on.
inline void stay_on(std::size_t place) {
  const std::vector<int> all = processors();
  if (!all.empty()) stay_on_these({all[place % all.size()]});
}

// This thread, and those that it starts, run on the first two processors from now on.
inline void stay_on_two() {
  std::vector<int> all = processors();
  if (all.size() > 2) all.resize(2);
  stay_on_these(all);
}

template <class Work>
double seconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// `pass` does `items` operations and returns how many seconds they took.
template <class Pass>
void measure_passes(benchmark::State& state, Message items, Pass pass) {
  for (auto _ : state) state.SetIterationTime(pass());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
}

template <class Operation>
void run_two(benchmark::State& state, Operation operation) {
  constexpr Message each = 1'000'000;
  const auto one = [&operation](std::size_t place) {
    stay_on(place);
    for (Message i = 0; i < each; ++i) operation();
  };
  measure_passes(state, 2 * each, [&] {
    return seconds([&] {
      std::thread first(one, 0);
      std::thread second(one, 1);
      first.join();
      second.join();
    });
  });
}

// Sends every number below `count` once, and returns the sum of what was received. A Queue has
//   sender(), a function that takes a message
//   receiver(share), a function that returns a message, or nothing at the end: where there is no
//                    disconnecting, that is after `share` messages
//   close(), called when all senders and receivers are made
template <class Queue>
Message exchange(Queue queue, std::size_t each, Message count) {
  const Message share = count / each;
  std::vector<Message> sums(each);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < each; ++i) {
    threads.emplace_back([i, share, send = queue.sender()]() mutable {
      stay_on(2 * i);
      for (Message m = i * share; m < (i + 1) * share; ++m) send(m);
    });
    threads.emplace_back([i, &sum = sums[i], receive = queue.receiver(share)]() mutable {
      stay_on(2 * i + 1);
      Message mine = 0;
      while (const std::optional<Message> message = receive()) mine += *message;
      sum = mine;
    });
  }
  queue.close();
  for (std::thread& thread : threads) thread.join();
  return std::accumulate(sums.begin(), sums.end(), Message{0});
}

template <class Make>
void measure_channel(benchmark::State& state, Make make, std::size_t each) {
  exchange(make(), each, messages / 10);  // warms up
  measure_passes(state, messages, [&] {
    Message sum = 0;
    const double time = seconds([&] { sum = exchange(make(), each, messages); });
    if (sum != messages * (messages - 1) / 2) state.SkipWithError("messages were lost");
    return time;
  });
}

inline void channel_passes(benchmark::internal::Benchmark* row) {
  row->UseManualTime()->Iterations(3);
}

// For queues that only try: some rounds of looking, then somebody else's turn.
class Patience {
 public:
  void wait() {
    if (++rounds_ > 64)
      std::this_thread::yield();
    else
      __builtin_ia32_pause();
  }

 private:
  int rounds_ = 0;
};

inline constexpr int fib_of = 32;
inline constexpr Message fib_value = 2'178'309;
inline constexpr Message fib_joins = 3'524'577;  // one at every inner node

inline constexpr std::size_t sorted_items = 8'000'000;
inline constexpr std::size_t summed_items = 16'000'000;
inline constexpr std::size_t mixed_items = 4'000'000;

// Marsaglia's xorshift64.
inline std::vector<Message> random_numbers(std::size_t count) {
  Message x = 0x9E3779B97F4A7C15;
  std::vector<Message> numbers(count);
  for (Message& number : numbers) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    number = x;
  }
  return numbers;
}

// Eight rounds of arithmetic, so that memory is not what is waited for.
inline Message mix(Message x) {
  for (int i = 0; i < 8; ++i) x = (x ^ (x >> 29)) * 0xbf58476d1ce4e5b9;
  return x;
}

// `fib` computes workload::fib_value by a join at every node.
template <class Fib>
void measure_fib(benchmark::State& state, Fib fib) {
  const auto pass = [&] {
    Message value = 0;
    const double time = seconds([&] { value = fib(fib_of); });
    if (value != fib_value) state.SkipWithError("that is not the number of Fibonacci");
    return time;
  };
  pass();
  measure_passes(state, fib_joins, pass);
}

template <class Sort>
void measure_sort(benchmark::State& state, Sort sort) {
  const std::vector<Message> numbers = random_numbers(sorted_items);
  measure_passes(state, sorted_items, [&] {
    std::vector<Message> items = numbers;
    const double time = seconds([&] { sort(items); });
    if (!std::is_sorted(items.begin(), items.end())) state.SkipWithError("not sorted");
    return time;
  });
}

template <class Sum>
void measure_sum(benchmark::State& state, std::size_t count, Sum sum) {
  const std::vector<Message> numbers = random_numbers(count);
  const Message expected = sum(numbers);
  measure_passes(state, count, [&] {
    Message value = 0;
    const double time = seconds([&] { value = sum(numbers); });
    if (value != expected) state.SkipWithError("two sums differ");
    return time;
  });
}

}  // namespace workload
