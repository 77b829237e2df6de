// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// GivenEpochs: when may memory that other threads may be reading be given back? Given, for task 2e.
//
// Interface:
//   GivenEpochs epochs;
//   auto guard = epochs.pin();              from now on nothing that I can reach is given back
//   guard.defer([node] { delete node; });   call this once nobody can be reading `node` any more
//
// Contract:
//   - what is deferred runs once: after every guard that lived when it was deferred is gone, or
//     when the GivenEpochs die. It runs in whichever thread drops a guard then, and after its drop;
//   - REQUIRES of who defers: the node can't be reached any more from where a thread would find it.
//     Who pinned before may be reading it still; who pins afterwards no longer can;
//   - what a thread did before it dropped its guard happens before what waited for that runs.
//
// How: time is cut into epochs. A guard belongs to the epoch in which it was made, garbage to the
// one in which it was deferred. The next epoch begins when nobody is left of the one before the
// current one; so guards are of two epochs at most, and what was deferred two epochs ago is out of
// reach. Each of these steps takes a lock, so that you can see that it is right. A stack on it is
// as lock-free as that. To do it without a lock is task 2j, and has the same interface.
// Thread rule: any thread may pin; a guard stays in its thread. The GivenEpochs outlive their
// guards.
// See also: Keir Fraser, Practical Lock-Freedom (2004), section 5.2.3; crossbeam-epoch.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/deferred.hpp>
#include <patina/rt/mutex.hpp>

#include <cstddef>
#include <mutex>
#include <vector>

namespace patina {

class GivenEpochs {
 public:
  class Guard {
   public:
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { epochs_.leave(epoch_); }

    template <class F>
    void defer(F f) {
      epochs_.keep(Deferred(f));
    }

   private:
    friend class GivenEpochs;
    explicit Guard(GivenEpochs& epochs) : epochs_(epochs), epoch_(epochs.enter()) {}

    GivenEpochs& epochs_;
    const std::size_t epoch_;
  };

  GivenEpochs() = default;
  GivenEpochs(const GivenEpochs&) = delete;
  GivenEpochs& operator=(const GivenEpochs&) = delete;
  ~GivenEpochs() {
    PATINA_ASSERT(pinned_[0] + pinned_[1] + pinned_[2] == 0, "epochs outlive their guards");
    for (std::vector<Deferred>& bag : bags_)
      for (Deferred& deferred : bag) deferred();
  }

  [[nodiscard]] Guard pin() { return Guard(*this); }

 private:
  std::size_t enter() {
    const std::lock_guard lock(lock_);
    ++pinned_[now_ % 3];
    return now_;
  }

  void keep(Deferred deferred) {
    const std::lock_guard lock(lock_);
    bags_[now_ % 3].push_back(deferred);
  }

  // Three numbers and three bags are enough: with guards of `now` and the one before, the third is
  // empty, and becomes the next.
  void leave(std::size_t epoch) {
    std::vector<Deferred> ripe;
    {
      const std::lock_guard lock(lock_);
      --pinned_[epoch % 3];
      const std::size_t before = (now_ + 2) % 3;
      if (pinned_[before] == 0) {
        ripe.swap(bags_[before]);
        ++now_;
      }
    }
    for (Deferred& deferred : ripe) deferred();
  }

  rt::mutex lock_;  // guards all below
  std::size_t now_ = 0;
  std::size_t pinned_[3] = {};
  std::vector<Deferred> bags_[3];
};

}  // namespace patina
