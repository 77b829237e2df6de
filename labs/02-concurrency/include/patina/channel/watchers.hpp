// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Who waits for several channels at once, and so cannot sleep inside one of them (select, task 2h).
// Given.
//
// Interface:
//   Watcher::may_be_ready()       called when an end that it watches may have become ready
//   watchers.add(w), remove(w)    from here on w is told; from here on no more
//   watchers.tell()               tells all of them
//
// A watcher is told in addition to a thread that sleeps in the channel, never instead of it: it may
// take from another channel after all, and the message it was told of would wait for ever.
// (BurntSushi/chan and raven had that bug: a select that steals a wakeup.)
// Thread rule: the owner of the list guards it, so may_be_ready() is called under the channel's
// lock: it sets a word and unparks, and uses no channel.
#pragma once

#include <patina/base/assert.hpp>

#include <algorithm>
#include <vector>

namespace patina {

class Watcher {
 public:
  virtual void may_be_ready() noexcept = 0;

 protected:
  ~Watcher() = default;
};

class Watchers {
 public:
  bool is_empty() const noexcept { return watchers_.empty(); }

  // The same watcher may be added twice, as a channel may be named twice in one select.
  void add(Watcher& watcher) { watchers_.push_back(&watcher); }

  void remove(Watcher& watcher) noexcept {
    const auto found = std::find(watchers_.begin(), watchers_.end(), &watcher);
    PATINA_ASSERT(found != watchers_.end(), "only who watches can stop watching");
    watchers_.erase(found);
  }

  void tell() noexcept {
    for (Watcher* const watcher : watchers_) watcher->may_be_ready();
  }

 private:
  std::vector<Watcher*> watchers_;
};

}  // namespace patina
