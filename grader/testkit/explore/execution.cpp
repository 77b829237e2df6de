// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One execution from its first step to its last, and what has to hold when it has ended.
#include <testkit/arena.hpp>
#include <testkit/life.hpp>

#include "fibers.hpp"
#include "heap.hpp"
#include "search.hpp"
#include "threads.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {
namespace {

void reset_world() {
  ++world.epoch;
  world.current = 0;
  world.thread_count = 0;
  world.enabled = world.yielded = world.timed = world.dreaming = world.alive = 0;
  world.spurious_left = world.options.spurious_max;
  world.steps = world.switches = world.preemptions = world.changes = 0;
  world.idle_rounds = 0;
  world.now = Nanoseconds(0);
  world.atom_count = world.lock_count = world.condition_count = world.cell_count = 0;
  world.object_count = 0;
  world.trail.clear();
  if (world.has_failed) world.failure = {};
  world.has_failed = world.is_pruned = false;
  clear_views();
  clear_trace();
  reset_arena();
  grow_stamps(16);
}

void set_failure(Kind kind, std::string text) {
  world.has_failed = true;
  world.failure.kind = kind;
  world.failure.text = std::move(text);
  world.failure.thread = -1;
}

// What a whole execution must leave behind: nothing.
void check_end() {
  if (const std::uint32_t block = written_after_free(); block != 0)
    return set_failure(Kind::use_after_free, "something was written to block " +
                                                 std::to_string(block) + " after it was freed");
  if (!world.options.finds_leaks) return;
  const LiveBlocks live = live_blocks();
  if (live.count == 0) return;
  std::string text = std::to_string(live.count) + (live.count == 1 ? " block was" : " blocks were");
  text += " never freed; the first is block " + std::to_string(live.first) + " (" +
          std::to_string(live.first_size) + " bytes), made by thread " +
          std::to_string(live.first_thread);
  set_failure(Kind::leak, text);
}

}  // namespace

void run_execution(void (*body)(void*), void* argument) {
  reset_world();
  add_thread(body, argument);
  arena_pauses = 0;
  world.is_running = true;
  enter_first();
  world.is_running = false;
  const bool has_ended = !world.has_failed && !world.is_pruned && !world.is_undone;
  if (has_ended) end_lives_since(world.lives);
  forget_lives_since(world.lives);
  if (has_ended && !world.has_failed) check_end();
}

}  // namespace testkit::explore
