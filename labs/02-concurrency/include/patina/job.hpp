// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a queue of a Pool holds: the address of a Job, which knows how it is run.
//
// Interface:
//   Job(run)                a job that run(job, pool) runs, on some worker of `pool`
//   job.run(pool)           runs it. REQUIRES: it has not been run, and nobody else runs it
//   StackJob<F, Latch>(f)   a job in the frame of whoever waits for it: keeps the outcome of f, and
//                           then says so by latch.set(pool)
//   SpawnedJob<F>::make(f)  a job on the heap that calls f and then frees itself
//   idle_rounds             how often an idle worker yields and looks again before it lies down
//
// A job in a frame costs no allocation. Nothing touches it once the waiting thread may have learned
// that it is done: the frame may be gone.
// Thread rule: a job is run by one thread, once.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/call.hpp>
#include <patina/outcome.hpp>

#include <memory>
#include <utility>

namespace patina {

class Pool;

struct Job {
  using Run = void(Job& self, Pool& pool);
  explicit Job(Run* how) : how_(how) {}
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  void run(Pool& pool) { how_(*this, pool); }

 private:
  Run* how_;
};

template <class F, class Latch>
struct StackJob final : Job {
  explicit StackJob(F& f) : Job(run_and_tell), function(f) {}

  F& function;
  CallOutcome<UnitResult<F>> outcome;
  Latch latch;

 private:
  static void run_and_tell(Job& job, Pool& pool) {
    auto& self = static_cast<StackJob&>(job);
    self.outcome.keep(self.function);
    self.latch.set(pool);
  }
};

// Nobody waits for it, so nobody could catch what it throws: that asserts.
template <class F>
struct SpawnedJob final : Job {
  static Job* make(F function) { return new SpawnedJob(std::move(function)); }

 private:
  explicit SpawnedJob(F&& f) : Job(call_and_free), function(std::move(f)) {}
  static void call_and_free(Job& job, Pool&) {
    const std::unique_ptr<SpawnedJob> self(static_cast<SpawnedJob*>(&job));
    try {
      self->function();
    } catch (...) {
      fail_assertion("what was spawned on a pool lets no exception out: nobody waits for it");
    }
  }

  F function;
};

// In the explorer not once more than it must: a look is many steps, and to yield means there that
// the others go on first, which hides what happens if they don't.
#ifdef PATINA_EXPLORE
inline constexpr int idle_rounds = 0;
#else
inline constexpr int idle_rounds = 64;
#endif

}  // namespace patina
