// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What clang can check of locking without running anything: its attributes for -Wthread-safety.
//
// Interface:
//   class PATINA_CAPABILITY("mutex") Lock     something that a thread can hold
//   int balance PATINA_GUARDED_BY(lock);      touched only by who holds `lock`
//   int* page PATINA_POINTS_GUARDED_BY(lock); what it points to is
//   void f() PATINA_REQUIRES(lock);           called only by who holds `lock`
//   void g() PATINA_EXCLUDES(lock);           called only by who does not, because g takes it
//   lock() PATINA_ACQUIRE(), unlock() PATINA_RELEASE(), try_lock() PATINA_TRY_ACQUIRE(true)
//   class PATINA_SCOPED_CAPABILITY Guard      holds from its constructor to its destructor
//   PATINA_UNCHECKED_LOCKING                  a function that the analysis should not look into
//
// With clang and -Wthread-safety a member that is touched without its lock is a warning, in every
// function that is compiled, also in those that no test runs. What it can't see: data that moves
// from lock to lock, a lock chosen at run time, and anything behind a pointer that it does not
// follow. GCC ignores all of it.
// Thread rule: attributes only, no code.
// See also: clang.llvm.org/docs/ThreadSafetyAnalysis.html; Abseil's and LevelDB's macros.
#pragma once

#if defined(__clang__)
#define PATINA_THREAD_ATTRIBUTE(...) __attribute__((__VA_ARGS__))
#else
#define PATINA_THREAD_ATTRIBUTE(...)
#endif

#define PATINA_CAPABILITY(name) PATINA_THREAD_ATTRIBUTE(capability(name))
#define PATINA_SCOPED_CAPABILITY PATINA_THREAD_ATTRIBUTE(scoped_lockable)
#define PATINA_GUARDED_BY(lock) PATINA_THREAD_ATTRIBUTE(guarded_by(lock))
#define PATINA_POINTS_GUARDED_BY(lock) PATINA_THREAD_ATTRIBUTE(pt_guarded_by(lock))
#define PATINA_REQUIRES(...) PATINA_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define PATINA_EXCLUDES(...) PATINA_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define PATINA_ACQUIRE(...) PATINA_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define PATINA_RELEASE(...) PATINA_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define PATINA_TRY_ACQUIRE(...) PATINA_THREAD_ATTRIBUTE(try_acquire_capability(__VA_ARGS__))
#define PATINA_UNCHECKED_LOCKING PATINA_THREAD_ATTRIBUTE(no_thread_safety_analysis)
