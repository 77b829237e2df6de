// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The bench of lab 02, started by `./grade bench 02`, which runs one measurement a process.
//
// A measurement is named row/side. rows.json beside this file lists the rows with their goals, and
// says what each side is.
// Before anything is measured a second thread is started and kept: without one, std::shared_ptr
// would notice that nobody is watching and count without atomics.
#include <benchmark/benchmark.h>

#include <condition_variable>
#include <mutex>
#include <thread>

int main(int count, char** words) {
  std::mutex mutex;
  std::condition_variable condition;
  bool is_over = false;
  std::thread company([&] {
    std::unique_lock lock(mutex);
    condition.wait(lock, [&] { return is_over; });
  });

  benchmark::Initialize(&count, words);
  benchmark::RunSpecifiedBenchmarks();

  {
    const std::lock_guard lock(mutex);
    is_over = true;
  }
  condition.notify_one();
  company.join();
}
