// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The shim of an ordinary build: the very types of std, and what is ours works.
#include <catch2/catch.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>

#include <string>
#include <type_traits>

namespace rt = patina::rt;

namespace {

static_assert(std::is_same_v<rt::atomic<int>, std::atomic<int>>);
static_assert(std::is_same_v<rt::atomic_flag, std::atomic_flag>);
static_assert(std::is_same_v<rt::memory_order, std::memory_order>);
static_assert(std::is_same_v<rt::mutex, std::mutex>);
static_assert(std::is_same_v<rt::shared_mutex, std::shared_mutex>);
static_assert(std::is_same_v<rt::condition_variable, std::condition_variable>);
static_assert(std::is_same_v<rt::thread, std::thread>);
static_assert(std::is_same_v<rt::clock, std::chrono::steady_clock>);
static_assert(sizeof(rt::cell<char>) == sizeof(char));
static_assert(sizeof(rt::cell<std::string>) == sizeof(std::string));
static_assert(alignof(rt::cell<double>) == alignof(double));
static_assert(std::is_trivially_destructible_v<rt::cell<int>>);

struct Depth;
struct Width;

TEST_CASE("A cell holds what it was made of, what it was set to, and lends it") {
  rt::cell<std::string> cell(3, 'a');
  CHECK(cell.get() == "aaa");
  cell.set("b");
  CHECK(cell.with([](const std::string& text) { return text.size(); }) == 1);
  CHECK(cell.with_mut([](std::string& text) -> std::string& { return text += "c"; }) == "bc");
  cell.write() += "d";
  CHECK(cell.read() == "bcd");
}

TEST_CASE("park returns at once where the word holds something else") {
  const rt::atomic<std::uint32_t> word{1};
  rt::park(word, 0);
  CHECK(rt::park_until(word, 0, rt::clock::now() + std::chrono::hours(1)));
}

TEST_CASE("park_until says that the time ran out, also for a time long past") {
  const rt::atomic<std::uint32_t> word{0};
  CHECK_FALSE(rt::park_until(word, 0, rt::clock::now() + std::chrono::milliseconds(1)));
  CHECK_FALSE(rt::park_until(word, 0, rt::clock::time_point{}));
  CHECK_FALSE(rt::park_until(word, 0, rt::clock::time_point::min()));
}

TEST_CASE("unpark wakes who sleeps on that word") {
  rt::atomic<std::uint32_t> word{0};
  rt::atomic<int> woken{0};
  const auto sleeper = [&] {
    while (word.load(rt::memory_order_acquire) == 0) rt::park(word, 0);
    ++woken;
  };
  rt::thread first(sleeper);
  rt::thread second(sleeper);
  word.store(1, rt::memory_order_release);
  rt::unpark_one(word);
  rt::unpark_all(word);
  first.join();
  second.join();
  CHECK(woken == 2);
}

TEST_CASE("fiber_local holds one value a thread and a tag") {
  ++rt::fiber_local<int, Depth>::get();
  int seen = -1;
  rt::thread([&] { seen = rt::fiber_local<int, Depth>::get(); }).join();
  CHECK(seen == 0);
  CHECK(rt::fiber_local<int, Depth>::get() == 1);
  CHECK(rt::fiber_local<int, Width>::get() == 0);
}

TEST_CASE("acquire_fence and spin_hint may be called") {
  const rt::atomic<int> count{0};
  rt::acquire_fence(count);
  rt::atomic_thread_fence(rt::memory_order_seq_cst);
  rt::spin_hint();
  rt::this_thread::yield();
}

}  // namespace
