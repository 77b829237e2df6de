// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How many executions a second the explorer makes: the same small tests as grader/peers/relacy.
// CPU time, not wall time: others may use the machine. Prints one line a test, search and memory.
// The tests' bodies are optimised like the explorer; judged code is not (-O0), and is slower.
// Goals for tests of ten steps on one core: 1.5 million a second in sequentially consistent memory,
// half a million in weak memory. `sh grader/tests/explorer_bench.sh` builds and runs both.
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/thread.hpp>
#include <testkit/explore.hpp>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

namespace rt = patina::rt;
using namespace testkit::explore;
using enum std::memory_order;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void counter() {
  rt::atomic<int> n(0);
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) n.fetch_add(1);
  };
  rt::thread a(add), b(add), c(add);
  a.join(), b.join(), c.join();
}

void store_buffering() {
  rt::atomic<int> x(0), y(0);
  const auto run = [](rt::atomic<int>& own, rt::atomic<int>& other) {
    for (int i = 1; i <= 2; ++i) own.store(i, release), other.load(acquire);
  };
  rt::thread a([&] { run(x, y); }), b([&] { run(y, x); });
  a.join(), b.join();
}

void message_passing() {
  rt::atomic<int> flag(0);
  rt::cell<int> data(0);
  rt::thread a([&] { data.set(1), flag.store(1, release); });
  rt::thread b([&] {
    if (flag.load(acquire) == 1) data.get();
  });
  a.join(), b.join();
}

void queue() {
  rt::mutex mutex;
  rt::condition_variable filled;
  rt::cell<int> size(0);
  const auto take = [&] {
    std::unique_lock lock(mutex);
    while (size.get() == 0) filled.wait(lock);
    size.set(size.get() - 1);
  };
  rt::thread a(take), b(take), c([&] {
    for (int i = 0; i < 2; ++i) {
      const std::lock_guard lock(mutex);
      size.set(size.get() + 1);
      filled.notify_one();
    }
  });
  a.join(), b.join(), c.join();
}

void measure(const char* name, void (*body)(), Plan plan, const char* search, Memory memory) {
  Options options;
  options.is_quiet = true;
  options.plan = plan;
  options.memory = memory;
  options.executions_max = 300'000;
  options.steps_total_max = 1'000'000'000;
  const double before = cpu_seconds();
  const Result result = explore(options, body);
  const double seconds = cpu_seconds() - before;
  const double executions = static_cast<double>(result.executions + result.pruned);
  const bool is_weak = memory == Memory::weak;
  std::printf("%-16s %-11s %-11s %8.0f executions  %5.2f M/s  %5.1f steps  %4.0f ns a step%s\n",
              name, search, is_weak ? "weak" : "sequential", executions,
              executions / seconds * 1e-6, static_cast<double>(result.steps) / executions,
              seconds * 1e9 / static_cast<double>(result.steps),
              result.is_exhausted ? ", all" : "");
  if (result.has_failed()) std::puts(result.failure.text.c_str()), std::exit(1);
}

}  // namespace

int main() {
  const struct {
    const char* name;
    void (*body)();
  } tests[] = {{"counter 3x3", counter},
               {"store buffering", store_buffering},
               {"message passing", message_passing},
               {"condvar queue", queue}};
  for (const auto& test : tests) {
    for (const Memory memory : {Memory::sequential, Memory::weak}) {
      measure(test.name, test.body, Plan::random, "random", memory);
      measure(test.name, test.body, Plan::pct, "PCT", memory);
      measure(test.name, test.body, Plan::exhaustive, "depth first", memory);
    }
  }
}
