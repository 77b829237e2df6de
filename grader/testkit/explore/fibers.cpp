// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "fibers.hpp"

#include <testkit/arena.hpp>

#include <cxxabi.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

#include "threads.hpp"

extern "C" {
[[gnu::weak]] void __sanitizer_start_switch_fiber(void** save, const void* bottom, size_t size);
[[gnu::weak]] void __sanitizer_finish_switch_fiber(void* saved, const void** bottom, size_t* size);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* from, size_t size);
[[gnu::weak]] void __asan_handle_no_return();
}

namespace testkit::explore {

namespace context = boost::context::detail;

// One mapping each, its lowest page out of bounds. AddressSanitizer's shadow of a stack that was
// left in the middle of things is carried over to the next fiber on it, and so is its "fake stack",
// where it keeps local variables to see them used after their return.
struct Stack {
  char* base = nullptr;
  void* fake_stack = nullptr;
  bool was_left = false;  // in the middle, by the fiber before
};

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t stack_size = 256 * 1024;  // touched pages alone cost memory

Stack stacks[threads_max];
const void* home_bottom = nullptr;
std::size_t home_size = 0;

void map_stack(Stack& stack) {
  void* const memory = ::mmap(nullptr, stack_size, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  stack.base = static_cast<char*>(memory);
  ::mprotect(memory, page, PROT_NONE);
}

struct EhGlobals {
  void* caught;
  unsigned uncaught;
};
EhGlobals* const globals_of_this_thread = reinterpret_cast<EhGlobals*>(abi::__cxa_get_globals());
EhGlobals& eh_globals() { return *globals_of_this_thread; }

void leave(Thread& thread, const void* bottom, std::size_t size) {
  EhGlobals& globals = eh_globals();
  thread.caught = globals.caught;
  thread.uncaught = globals.uncaught;
  if (__sanitizer_start_switch_fiber != nullptr)
    __sanitizer_start_switch_fiber(&thread.stack->fake_stack, bottom, size);
}

// On the new stack: notes where the other side stopped, which is known only now.
void arrive(context::transfer_t transfer) {
  const auto from = reinterpret_cast<std::intptr_t>(transfer.data);
  Thread& thread = me();
  if (__sanitizer_finish_switch_fiber != nullptr) {
    const void** const bottom = from < 0 ? &home_bottom : nullptr;
    __sanitizer_finish_switch_fiber(thread.stack->fake_stack, bottom,
                                    from < 0 ? &home_size : nullptr);
  }
  if (from < 0)
    world.home = transfer.fctx;
  else
    world.threads[from].context = transfer.fctx;
  EhGlobals& globals = eh_globals();
  globals.caught = thread.caught;
  globals.uncaught = thread.uncaught;
}

void enter(context::transfer_t transfer) {
  arrive(transfer);
  // The frames that were left would stay in the fake stack for good: once it is full, each call
  // looks through all of it, and a frame that finds no room is not watched. This is what is called
  // before a longjmp, and lets go of all frames below the caller's, which here are all.
  if (me().stack->was_left && __asan_handle_no_return != nullptr) __asan_handle_no_return();
  run_thread();
}

}  // namespace

void prepare_fiber(Thread& thread) {
  Stack& stack = stacks[&thread - world.threads];
  if (stack.base == nullptr) map_stack(stack);
  if (__asan_unpoison_memory_region != nullptr)
    __asan_unpoison_memory_region(stack.base + page, stack_size - page);
  stack.was_left = thread.phase != Phase::done;
  thread.stack = &stack;
  thread.context = context::make_fcontext(stack.base + stack_size, stack_size - page, enter);
  thread.caught = nullptr;
  thread.uncaught = 0;
}

bool is_on_a_stack(const void* address) {
  for (const Stack& stack : stacks)
    if (stack.base != nullptr && address >= stack.base && address < stack.base + stack_size)
      return true;
  return false;
}

void switch_to(int thread) {
  const std::intptr_t from = world.current;
  Thread& next = world.threads[thread];
  leave(me(), next.stack->base, stack_size);
  world.current = thread;
  arrive(context::jump_fcontext(next.context, reinterpret_cast<void*>(from)));
}

void enter_first() {
  static void* home_fake_stack = nullptr;
  const EhGlobals kept = eh_globals();
  if (__sanitizer_start_switch_fiber != nullptr)
    __sanitizer_start_switch_fiber(&home_fake_stack, me().stack->base, stack_size);
  context::jump_fcontext(me().context, reinterpret_cast<void*>(std::intptr_t{-1}));
  if (__sanitizer_finish_switch_fiber != nullptr)
    __sanitizer_finish_switch_fiber(home_fake_stack, nullptr, nullptr);
  eh_globals() = kept;
}

void go_home() {
  leave(me(), home_bottom, home_size);
  context::jump_fcontext(world.home, nullptr);
  std::abort();  // nobody comes back to a fiber that went home
}

}  // namespace testkit::explore
