// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What tasks cost in one thread: to spawn and join one, to yield, to pass a value to another task
// and back, and through a oneshot. An operation is one spawn, one yield, one message.
#include <benchmark/benchmark.h>
#include <patina/async/driver.hpp>
#include <patina/async_channel.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/task.hpp>

#include <utility>
#include <vector>

namespace {

using patina::Context;
using patina::Executor;
using patina::JoinHandle;
using patina::Pending;
using patina::Poll;
using patina::Ready;
using patina::RealTime;
using patina::Task;
using patina::Waker;

constexpr int batch = 1'000;

Task<int> identity(int value) { co_return value; }

Task<> spawns_and_joins(Executor& executor) {
  std::vector<JoinHandle<int>> handles;
  handles.reserve(batch);
  for (int i = 0; i < batch; ++i) handles.push_back(executor.spawn(identity(i)));
  for (JoinHandle<int>& handle : handles) benchmark::DoNotOptimize(co_await handle);
}

Task<> yields() {
  for (int i = 0; i < batch; ++i) co_await patina::yield_now();
}
Task<> two_yield(Executor& executor) {
  auto other = executor.spawn(yields());
  auto one = executor.spawn(yields());
  co_await std::move(one);
  co_await std::move(other);
}

Task<> sends_to_itself() {
  for (int i = 0; i < batch; ++i) {
    auto [sender, receiver] = patina::oneshot<int>();
    static_cast<void>(std::move(sender).send(i));
    benchmark::DoNotOptimize(co_await std::move(receiver));
  }
}

// Room for one message between two tasks of one executor.
struct Slot {
  bool is_full = false;
  int message = 0;
  Waker waiter;

  void wait(const Waker& waker) {
    if (!waiter.will_wake(waker)) waiter = waker.clone();
  }
  void change(bool full) {
    is_full = full;
    std::exchange(waiter, {}).wake();
  }
};
class Put {
 public:
  Put(Slot& slot, int message) : slot_(slot), message_(message) {}
  Poll<void> poll(Context& context) {
    if (slot_.is_full) return slot_.wait(context.waker()), Pending{};
    slot_.message = message_;
    return slot_.change(true), Ready{};
  }

 private:
  Slot& slot_;
  int message_;
};
class Get {
 public:
  explicit Get(Slot& slot) : slot_(slot) {}
  Poll<int> poll(Context& context) {
    if (!slot_.is_full) return slot_.wait(context.waker()), Pending{};
    return slot_.change(false), slot_.message;
  }

 private:
  Slot& slot_;
};

Task<> asks(Slot& there, Slot& back) {
  for (int i = 0; i < batch; ++i) {
    co_await Put(there, i);
    benchmark::DoNotOptimize(co_await Get(back));
  }
}
Task<> answers(Slot& there, Slot& back) {
  for (int i = 0; i < batch; ++i) {
    const int message = co_await Get(there);
    co_await Put(back, message);
  }
}
Task<> ask_and_answer(Executor& executor) {
  Slot there;
  Slot back;
  auto other = executor.spawn(answers(there, back));
  auto one = executor.spawn(asks(there, back));
  co_await std::move(one);
  co_await std::move(other);
}

using Sender = patina::AsyncSender<int>;
using Receiver = patina::AsyncReceiver<int>;

Task<> calls(Sender there, Receiver back) {
  for (int i = 0; i < batch; ++i) {
    static_cast<void>((co_await there.send(i)).has_value());
    benchmark::DoNotOptimize((co_await back.recv()).value());
  }
}
Task<> echoes(Receiver there, Sender back) {
  for (int i = 0; i < batch; ++i) {
    const int message = (co_await there.recv()).value();
    static_cast<void>((co_await back.send(message)).has_value());
  }
}
Task<> call_and_echo(Executor& executor) {
  auto there = patina::async_bounded<int>(1);
  auto back = patina::async_bounded<int>(1);
  auto other = executor.spawn(echoes(std::move(there.receiver), std::move(back.sender)));
  auto one = executor.spawn(calls(std::move(there.sender), std::move(back.receiver)));
  co_await std::move(one);
  co_await std::move(other);
}

template <class MakeTask>
void measure(benchmark::State& state, int items, MakeTask make_task) {
  RealTime time;
  Executor executor(time);
  for (auto _ : state) executor.block_on(make_task(executor));
  state.SetItemsProcessed(state.iterations() * items);
}

void spawn_join(benchmark::State& state) { measure(state, batch, spawns_and_joins); }
void yield(benchmark::State& state) { measure(state, 2 * batch, two_yield); }
void ping_pong(benchmark::State& state) { measure(state, 2 * batch, call_and_echo); }
void slot(benchmark::State& state) { measure(state, 2 * batch, ask_and_answer); }
void oneshot(benchmark::State& state) {
  measure(state, batch, [](Executor&) { return sends_to_itself(); });
}
BENCHMARK(spawn_join)->Name("spawn_join/ours");
BENCHMARK(yield)->Name("yield/ours");
BENCHMARK(ping_pong)->Name("ping_pong/ours");
BENCHMARK(slot)->Name("slot/ours");
BENCHMARK(oneshot)->Name("oneshot/ours");

}  // namespace
