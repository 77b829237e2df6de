// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The bench of lab 03, started by `./grade bench 03`, which runs one measurement a process.
//
// A measurement is named row/side. rows.json beside this file lists the rows, and says what each
// side is. Every operator new of this program is counted here, the code's under judgement too, and
// every sync of a file, a library's too: the loader takes this program's functions first.
#include "counted.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

#include <sys/syscall.h>
#include <unistd.h>

namespace counted {
Allocations allocations;
std::uint64_t syncs = 0;
}  // namespace counted

// One program, one thread: plain numbers will do.
void* operator new(std::size_t size) {
  ++counted::allocations.count;
  counted::allocations.bytes += size;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

extern "C" int fdatasync(int file) {
  ++counted::syncs;
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file) {
  ++counted::syncs;
  return static_cast<int>(::syscall(SYS_fsync, file));
}

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  benchmark::RunSpecifiedBenchmarks();
}
