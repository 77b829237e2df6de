// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the explorer's flavour of patina/rt asks of the explorer: the types of the shim are thin
// templates over these functions, so that a unit compiles fast and the search runs optimised even
// where tests are not.
//
// Every operation that another thread could see is a scheduling point: the function first lets the
// search choose who goes next, and performs the operation when this thread is chosen again.
// Outside of an execution (before explore(), after it) operations act at once, as on one thread.
// Thread rule: fibers of one thread of the system only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <source_location>
#include <string>

namespace testkit::explore {

__extension__ typedef unsigned __int128 Bits;  // the value of an atomic, whatever its type
using Order = std::memory_order;
using Where = std::source_location;
using Nanoseconds = std::chrono::nanoseconds;

// How an object finds what the explorer knows about it. An execution never changes the object
// itself: what has static storage begins each execution as it was made.
struct Handle {
  mutable std::uint32_t epoch = 0;
  mutable std::uint32_t index = 0;
};

// --- atomics ---------------------------------------------------------------------------------

struct Atom;
struct AtomType {
  std::string (*print)(Bits);
  Bits (*initial)(const Atom*);
  void (*assign)(Atom*, Bits);  // outside of an execution
};
struct Atom {
  const AtomType* type;
  Handle handle;
};

void atom_made(const Atom&);
void atom_destroyed(const Atom&) noexcept;
Bits atom_load(const Atom&, Order, Where);
void atom_store(Atom&, Bits, Order, Where);
// A read-modify-write is these two calls with no scheduling point between them.
Bits atom_begin_rmw(Atom&, Order, Where);
void atom_end_rmw(Atom&, Bits, const char* name);
// Returns true and stores iff `expected` was read; else `expected` becomes what was read.
struct Exchange {
  Bits desired;
  Order success;
  Order failure;
  bool is_weak;
};
bool atom_compare_exchange(Atom&, Bits& expected, const Exchange&, Where);
void fence(Order, Where);
void wait_while_equal(const Atom&, Bits old, Order, Where);  // std::atomic::wait

// --- sleeping on an address --------------------------------------------------------------------

// Returns false iff it slept and the time ran out. No deadline: Nanoseconds::max().
bool park_on(const Atom& word, Bits expected, Nanoseconds deadline, Where);
void unpark(const void* address, bool all, Where);

// --- locks -------------------------------------------------------------------------------------

struct Lock {
  Handle handle;
};
void lock_made(const Lock&);
void lock_destroyed(const Lock&) noexcept;
enum class Share { exclusive, shared };
void lock_acquire(const Lock&, Share, Where);
bool lock_try(const Lock&, Share, Where);
void lock_release(const Lock&, Share, Where);

struct Condition {
  Handle handle;
};
void condition_made(const Condition&);
void condition_destroyed(const Condition&) noexcept;
bool condition_wait(const Condition&, const Lock&, Nanoseconds deadline, Where);  // as park_on
void condition_notify(const Condition&, bool all, Where);

// --- cells -------------------------------------------------------------------------------------

struct Cell {
  Handle handle;
};
void cell_made(const Cell&);
void cell_destroyed(const Cell&) noexcept;
void cell_read(const Cell&, Where);
void cell_write(const Cell&, Where);
// An access that lasts. `end` takes the same kind as `begin`.
void cell_begin(const Cell&, bool is_write, Where);
void cell_end(const Cell&, bool is_write) noexcept;

// --- threads and time --------------------------------------------------------------------------

// Runs body(argument) as a new thread up to its first scheduling point; returns the thread's id.
int spawn(void (*body)(void*), void* argument);
void join(int thread, Where);
int this_thread_id() noexcept;
void yield(const char* name, Where);
void sleep_until(Nanoseconds deadline, Where);
Nanoseconds now() noexcept;

// The calling thread's slot for `key`: made by `make` on first use, ended by `end` with the thread.
void* local(const void* key, void* (*make)(), void (*end)(void*));

// Stops the program where a shim type is used in a way that std calls undefined.
[[noreturn]] void misused(const char* sentence, Where);

}  // namespace testkit::explore
