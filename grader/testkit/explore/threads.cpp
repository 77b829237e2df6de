// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "threads.hpp"

#include <testkit/arena.hpp>

#include <cxxabi.h>
#include <exception>

#include "fibers.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {
namespace {

void end_locals() {
  while (!me().locals.empty()) {
    const Local local = me().locals.back();
    me().locals.pop_back();
    local.end(local.value);
  }
}

[[noreturn]] void fail_escaped(const char* what) {
  const OutsideArena outside;
  fail(Kind::exception, "an exception left thread " + std::to_string(world.current) + ": " + what,
       Where());
}

// The thread is over: whoever joins it may go on.
[[noreturn]] void finish() {
  Thread& thread = me();
  const Mask own = bit(world.current);
  note([] {
    return Event{0, "end", "thread", static_cast<std::uint32_t>(world.current), "", "", {},
                 0, 0,     ""};
  });
  thread.phase = Phase::done;
  world.alive &= ~own;
  world.enabled &= ~own;
  world.yielded &= ~own;
  for (int i = 0; i < world.thread_count; ++i) {
    const Thread& other = world.threads[i];
    if (other.sleep == Sleep::join &&
        other.sleeps_object == static_cast<std::uint32_t>(world.current))
      world.enabled |= bit(i);
  }
  note_change();
  if (thread.is_starting) {
    thread.is_starting = false;
    switch_to(thread.spawner);
  }
  if (world.alive == 0 || world.has_failed) go_home();
  block();
  std::terminate();  // nobody chooses a thread that is done
}

}  // namespace

void run_thread() {
  try {
    me().body(me().argument);
    end_locals();
  } catch (const std::exception& error) {
    fail_escaped(error.what());
  } catch (...) {
    fail_escaped("something that is not a std::exception");
  }
  finish();
}

int add_thread(void (*body)(void*), void* argument) {
  const int number = world.thread_count++;
  Thread& thread = world.threads[number];
  prepare_fiber(thread);
  thread.body = body;
  thread.argument = argument;
  thread.phase = Phase::ready;
  thread.is_starting = number > 0;
  thread.spawner = world.current;
  thread.clock.clear();
  thread.acquirable.clear();
  thread.released = 0;
  thread.pending = {};
  thread.sleep = Sleep::none;
  thread.change_seen = 0;
  thread.idle = 0;
  thread.locals.clear();
  if (number > 0) {
    thread.clock = me().clock;
    for (std::uint32_t i = 0; world.is_weak && i < world.atom_count; ++i) {
      thread.seen[i] = me().seen[i];
      thread.acquirable_seen[i] = 0;
      thread.stale[i] = 0;
    }
    next_epoch(me(), world.current);
  }
  thread.clock.at[number] = 1;
  world.alive |= bit(number);
  world.enabled |= bit(number);
  return number;
}

int spawn(void (*body)(void*), void* argument) {
  const OutsideArena outside;
  if (!world.is_running) misused("rt::thread under the explorer runs inside of explore()", Where());
  if (world.thread_count == threads_max)
    fail(Kind::misuse, "more threads than the explorer has room for (16)", Where());
  const int number = add_thread(body, argument);
  note([&] {
    return Event{0, "spawn", "thread", static_cast<std::uint32_t>(number), "", "", {}, 0, 0, ""};
  });
  note_change();
  --arena_pauses;  // the new thread's own code
  switch_to(number);
  ++arena_pauses;
  return number;
}

void join(int number, Where where) {
  if (number == world.current) misused("a thread may not join itself", where);
  Thread& thread = me();
  const Thread& other = world.threads[number];
  if (thread.is_starting || other.phase != Phase::done) {
    thread.sleep = Sleep::join;
    thread.sleeps_object = static_cast<std::uint32_t>(number);
    thread.sleep_where = where;
    thread.pending = {};
    if (other.phase != Phase::done) world.enabled &= ~bit(world.current);
    block();
    thread.sleep = Sleep::none;
  }
  const std::uint32_t now = note([&] {
    return Event{0, "join", "thread", static_cast<std::uint32_t>(number), "", "", where, 0, 0, ""};
  });
  static_cast<void>(now);
  learn_all(thread, other);
}

int this_thread_id() noexcept { return world.is_running ? world.current : 0; }

void* local(const void* key, void* (*make)(), void (*end)(void*)) {
  static PlainVector<Local> outside_locals;
  PlainVector<Local>& locals = world.is_running ? me().locals : outside_locals;
  for (const Local& local : locals)
    if (local.key == key) return local.value;
  void* const value = make();
  locals.push_back({key, value, end});
  return value;
}

}  // namespace testkit::explore
