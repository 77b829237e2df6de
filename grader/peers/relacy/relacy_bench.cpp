// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Relacy (Debian: relacy-dev) on the tests of grader/testkit/bench/explorer_bench.cpp. Its memory
// is always C++'s weak one. CPU time, one line a test and search.
#include <relacy/relacy.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <sstream>

namespace {

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Counter : rl::test_suite<Counter, 3> {
  rl::atomic<int> n;
  void before() { n.store(0, rl::mo_relaxed, $); }
  void thread(unsigned) {
    for (int i = 0; i < 3; ++i) n.fetch_add(1, rl::mo_seq_cst, $);
  }
};

struct StoreBuffering : rl::test_suite<StoreBuffering, 2> {
  rl::atomic<int> x[2];
  void before() {
    for (auto& each : x) each.store(0, rl::mo_relaxed, $);
  }
  void thread(unsigned own) {
    for (int i = 1; i <= 2; ++i) {
      x[own].store(i, rl::mo_release, $);
      x[1 - own].load(rl::mo_acquire, $);
    }
  }
};

struct MessagePassing : rl::test_suite<MessagePassing, 2> {
  rl::atomic<int> flag;
  rl::var<int> data;
  void before() { flag.store(0, rl::mo_relaxed, $), data($) = 0; }
  void thread(unsigned own) {
    if (own == 0) {
      data($) = 1;
      flag.store(1, rl::mo_release, $);
    } else if (flag.load(rl::mo_acquire, $) == 1) {
      static_cast<void>(static_cast<int>(data($)));
    }
  }
};

struct Queue : rl::test_suite<Queue, 3> {
  rl::mutex mutex;
  rl::condition_variable filled;
  rl::var<int> size;
  void before() { size($) = 0; }
  void thread(unsigned own) {
    if (own == 0) {
      for (int i = 0; i < 2; ++i) {
        mutex.lock($);
        size($) = size($) + 1;
        filled.notify_one($);
        mutex.unlock($);
      }
    } else {
      mutex.lock($);
      while (static_cast<int>(size($)) == 0) filled.wait(mutex, $);
      size($) = size($) - 1;
      mutex.unlock($);
    }
  }
};

template <class Test>
void measure(const char* name, rl::scheduler_type_e search, const char* search_name) {
  rl::test_params params;
  std::ostringstream silent;
  params.search_type = search;
  params.iteration_count = 300000;
  params.output_stream = &silent;
  params.progress_stream = &silent;
  const double before = cpu_seconds();
  const bool is_right = rl::simulate<Test>(params);
  const double seconds = cpu_seconds() - before;
  const double executions = static_cast<double>(params.stop_iteration);
  std::printf("%-16s %-11s %-11s %8.0f executions  %5.2f M/s%s\n", name, search_name, "weak",
              executions, executions / seconds * 1e-6, is_right ? "" : "  FAILED");
}

template <class Test>
void measure_all(const char* name) {
  measure<Test>(name, rl::random_scheduler_type, "random");
  measure<Test>(name, rl::fair_full_search_scheduler_type, "depth first");
}

}  // namespace

int main() {
  measure_all<Counter>("counter 3x3");
  measure_all<StoreBuffering>("store buffering");
  measure_all<MessagePassing>("message passing");
  measure_all<Queue>("condvar queue");
}
