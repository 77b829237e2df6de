// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The state of the execution that runs: its threads, its objects, what the search chose.
//
//   threads   fibers; exactly one runs, `current`. `enabled` are those that could do a step now.
//   objects   one table a kind. An object of the shim holds an index and the number of the
//             execution in which that index means something; all else about it is here.
//   trail     every choice that was made: enough to make the same execution again
//
// Nothing is allocated during a step: tables keep their memory from one execution to the next.
// Invariants: current < thread_count; a bit in enabled, yielded, timed or dreaming belongs to a
// thread that is not done.
// Thread rule: one thread of the system.
#pragma once

#include <testkit/arena.hpp>
#include <testkit/explore.hpp>
#include <testkit/explore/core.hpp>
#include <testkit/life.hpp>

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

#include "clocks.hpp"

namespace testkit::explore {

using Mask = std::uint32_t;
constexpr Mask bit(int thread) { return Mask{1} << thread; }

// --- operations, as the search sees them ---------------------------------------------------------

enum class Access : std::uint8_t { none, read, write };

// What a thread is about to do. Two operations of different threads commute unless they meet on an
// object and one of them writes, or both are sequentially consistent and one is a fence.
struct Operation {
  std::uint32_t object = 0;  // 0: none. Numbers are unique over all kinds.
  std::uint32_t second = 0;  // a wait touches its condition and its mutex
  Access access = Access::none;
  bool is_fence = false;
  bool is_sequential = false;
};
bool commute(const Operation& a, const Operation& b);

// --- objects -------------------------------------------------------------------------------------

struct Birth {
  std::uint32_t number = 0;  // unique over all kinds
  Epoch epoch = 0;
  std::int8_t thread = -1;  // -1: older than the execution
  bool is_alive = false;
};

inline constexpr int history_max = 8;
using Stamp = std::int32_t;    // a place in an atomic's modification order
using ViewId = std::uint32_t;  // 0: nothing known

struct Store {
  Bits bits;
  Stamp stamp;
  ViewId view;          // what a reader that acquires comes to know
  std::uint32_t event;  // in the trace
  std::uint32_t head;   // the event that began the release sequence
  bool is_rmw;          // read its neighbour: nothing may be put between them
};

struct AtomRecord {
  const Atom* atom = nullptr;
  Birth birth;
  int count = 0;  // of stores, the newest last
  Store stores[history_max];
  VectorClock accessed;  // the epoch of each thread's last access
  std::uint32_t accessed_event[threads_max];
};

struct LockRecord {
  const Lock* lock = nullptr;
  Birth birth;
  int owner = -1;  // of the exclusive lock
  Mask sharers = 0;
  Mask waiting = 0;  // threads whose next operation is to lock it exclusively
  Mask waiting_shared = 0;
  VectorClock released;
  ViewId view = 0;  // the same with what is known of atomics
  ViewId shared_view = 0;
  std::uint32_t event = 0;  // of the last unlock
};

struct ConditionRecord {
  const Condition* condition = nullptr;
  Birth birth;
  Mask sleeping = 0;
  int lost_notifications = 0;  // that came when nobody slept, since the last one that woke
};

struct CellRecord {
  const Cell* cell = nullptr;
  Birth birth;
  std::int8_t writer = -1;  // the last one, and when
  Epoch write_epoch = 0;
  std::uint32_t write_event = 0;
  VectorClock reads;
  std::uint32_t read_event[threads_max];
  Mask reading = 0;  // inside of with()
  int writing = -1;  // inside of with_mut()
};

// --- threads -------------------------------------------------------------------------------------

enum class Phase : std::uint8_t { ready, done };
enum class Sleep : std::uint8_t { none, condition, address, time, join, lock };

struct Stack;
struct Local {
  const void* key;
  void* value;
  void (*end)(void*);
};

struct Thread {
  boost::context::detail::fcontext_t context = nullptr;
  Stack* stack = nullptr;
  void* fake_stack = nullptr;  // AddressSanitizer's
  void (*body)(void*) = nullptr;
  void* argument = nullptr;
  Phase phase = Phase::ready;
  bool is_starting = false;  // has not reached its first scheduling point
  int spawner = -1;          // whom to go back to then

  VectorClock clock;                   // what it knows
  VectorClock acquirable;              // what an acquire fence would teach it
  ViewId released = 0;                 // what it knew at its last release fence
  PlainVector<Stamp> seen;             // of each atomic, the newest store that it knows
  PlainVector<Stamp> acquirable_seen;  // the same for an acquire fence
  PlainVector<std::uint8_t> stale;     // how often running it read an old store of each atomic

  Operation pending;
  Sleep sleep = Sleep::none;
  const void* sleeps_on = nullptr;
  std::uint32_t sleeps_object = 0;
  Nanoseconds deadline{};
  bool is_woken = false;
  Where sleep_where;

  std::uint32_t change_seen = 0;  // fairness: how long it has run without anything changing
  int idle = 0;

  void* caught = nullptr;  // __cxa_eh_globals
  unsigned uncaught = 0;
  PlainVector<Local> locals;
};

// --- choices -------------------------------------------------------------------------------------

struct Trail {
  PlainVector<std::uint8_t> schedule;  // who did the next step
  PlainVector<std::uint8_t> branches;  // which of several possible outcomes a step had
  void clear() { schedule.clear(), branches.clear(); }
};

struct World {
  bool is_running = false;
  bool is_weak = false;
  bool is_tracing = false;
  std::uint32_t epoch = 0;  // the number of the execution
  Options options;
  LifeMark lives;  // what an execution leaves behind is told and forgotten

  int current = 0;
  int thread_count = 0;
  Thread threads[threads_max];
  Mask enabled = 0;
  Mask yielded = 0;   // waits until something changes
  Mask timed = 0;     // enabled only because a deadline may pass
  Mask dreaming = 0;  // asleep, and may be woken for no reason
  Mask alive = 0;
  int spurious_left = 0;
  std::uint32_t steps = 0;
  std::uint32_t switches = 0;     // from one thread to another
  std::uint32_t preemptions = 0;  // those of a thread that could have gone on
  std::uint32_t changes = 0;
  int idle_rounds = 0;
  Nanoseconds now{};

  PlainVector<AtomRecord> atoms;
  PlainVector<LockRecord> locks;
  PlainVector<ConditionRecord> conditions;
  PlainVector<CellRecord> cells;
  std::uint32_t atom_count = 0, lock_count = 0, condition_count = 0, cell_count = 0;
  std::uint32_t object_count = 0;

  PlainVector<Stamp> sequential;  // of each atomic, the newest store that seq_cst order knows
  Trail trail;
  Failure failure;
  bool has_failed = false;
  bool is_pruned = false;  // the search has no use for the rest of this execution
  bool is_undone = false;  // a stub was reached
  boost::context::detail::fcontext_t home = nullptr;
  void* home_fake_stack = nullptr;
};
extern World world;

inline Thread& me() { return world.threads[world.current]; }

// --- scheduling ----------------------------------------------------------------------------------

void point(const Operation& operation);  // lets the search choose who goes next
void block();                            // gives up the processor while not enabled
void note_change();                      // something that a waiting loop could be waiting for
void switch_to(int thread);
[[noreturn]] void go_home();  // ends the execution, finished or not
[[noreturn]] void fail(Kind kind, std::string text, Where where,
                       std::vector<std::uint32_t> events = {});
void note_failure(Kind kind, std::string_view text, Where where,
                  const std::vector<std::uint32_t>& events);  // ends at the next point
[[noreturn]] void fail_deadlock();
void run_execution(void (*body)(void*), void* argument);

// Puts the birth of an object down, or finds the record of a live one and reports a dead one.
std::uint32_t index_of(const Atom& atom, Where where);
std::uint32_t index_of(const Lock& lock, Where where);
std::uint32_t index_of(const Condition& condition, Where where);
std::uint32_t index_of(const Cell& cell, Where where);
void check_visible(const Birth& birth, const char* kind, Where where);
[[noreturn]] void fail_dead(const void* object, const char* kind, Where where);

}  // namespace testkit::explore
