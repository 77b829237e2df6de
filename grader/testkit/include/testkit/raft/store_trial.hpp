// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// StoreTrial: a log store on a TrialDisk, beside a model that knows what it may come back with.
//
// Interface:
//   StoreTrial trial(make)          make(directory) makes the store; load() has been called on it
//   trial.hard_state(3, 2, 7)       term, vote, commit; trial.append(entries), trial.compact(...),
//   trial.install(...), sync()      one call of the store each. false once it has failed
//   trial.play(script), a Script    calls in a row, until one fails
//   trial.reopen()                  the process is gone (kill or crash the disk first): another one
//                                   loads. Breaks the test unless it comes back with what was
//                                   synced and a prefix of what came after
//   trial.found                     what load() gave back, or none: then trial.error says why
//   random_script(random, calls)    calls that a Raft node could make, with syncs in between
//   every_crash(make, script)       plays the script once for every operation at which it can stop
//                                   and for what a crash can keep
//
// Is compiled only into test programs: LogStore speaks the Result of the tree under judgement.
// Thread rule: one thread.
#pragma once

#include <patina/raft/log_store.hpp>
#include <testkit/check.hpp>
#include <testkit/raft/messages.hpp>
#include <testkit/raft/store_model.hpp>
#include <testkit/storage/trial_disk.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace testkit::raft {

using storage::Keep;
using storage::TrialDisk;

class StoreTrial {
 public:
  using LogStore = patina::raft::LogStore;
  using Make = std::function<std::unique_ptr<LogStore>(patina::storage::Directory&)>;

  // Where `stop_at` is not 0 the very first load() stops at that operation.
  explicit StoreTrial(Make make, std::uint64_t stop_at = 0)
      : make_(std::move(make)), stop_load_(stop_at) {
    reopen();
  }

  bool call(const StoreCall& call) {
    model.give(call);
    const bool is_done = does(call);
    if (is_done) model.done(call);
    return is_done;
  }
  bool hard_state(std::uint64_t term, std::uint64_t vote, std::uint64_t commit = 0) {
    return call(StoreCall::state(term, vote, commit));
  }
  bool append(std::vector<Entry> entries) { return call(StoreCall::append(std::move(entries))); }
  bool compact(At last, std::string_view data) {
    return call(StoreCall::snapshot(snapshot(last, voters_up_to(3), data), true));
  }
  bool install(At last, std::string_view data) {
    return call(StoreCall::snapshot(snapshot(last, voters_up_to(3), data), false));
  }
  bool sync() { return call(StoreCall::sync()); }

  bool play(const Script& script) {
    for (const StoreCall& each : script)
      if (!call(each)) return false;
    return true;
  }

  void reopen() {
    load();
    if (!found) {
      if (disk.is_alive()) check(false, "a store comes back after a crash. It says: " + error);
      return;
    }
    const std::string wrong = model.found(*found);
    check(wrong.empty(), wrong);
  }

  // Without looking at what it comes back with.
  void load() {
    store_.reset();
    store_ = make_(disk.start());
    if (stop_load_ != 0) disk.stop_at(std::exchange(stop_load_, 0));
    auto loaded = store_->load();
    found.reset();
    error.clear();
    if (loaded.has_value()) {
      found = std::move(loaded).value();
    } else {
      error = loaded.error().what;
    }
  }

  void crash(Keep keep, std::uint64_t seed = 0) { disk.crash(keep, seed); }
  void stop_next_load_at(std::uint64_t operation) { stop_load_ = operation; }

  TrialDisk disk;
  StoreModel model;
  std::optional<Restored> found;
  std::string error;  // of the last call that failed

 private:
  bool does(const StoreCall& call) {
    if (store_ == nullptr || !found) return false;
    const patina::Result<void, patina::raft::StorageError> result = dispatch(call);
    if (!result.has_value()) error = result.error().what;
    return result.has_value();
  }

  patina::Result<void, patina::raft::StorageError> dispatch(const StoreCall& call) {
    switch (call.kind) {
      case StoreCall::Kind::state: return store_->set_hard_state(call.hard_state);
      case StoreCall::Kind::append: return store_->append(call.entries);
      case StoreCall::Kind::snapshot: return store_->set_snapshot(call.taken, call.keeps_log);
      case StoreCall::Kind::sync: break;
    }
    return store_->sync();
  }

  Make make_;
  std::unique_ptr<LogStore> store_;
  std::uint64_t stop_load_ = 0;
};

// Stops at each operation in turn, and takes the power: nothing is kept, all is, and `parts` drawn
// parts. After each the store must come back, take `after`, and come back with that.
inline void every_crash(const StoreTrial::Make& make, const Script& before, const Script& script,
                        const Script& after = {}, std::uint64_t parts = 3) {
  const int broken = broken_rules();
  for (std::uint64_t stop = 1, is_over = 0; is_over == 0 && broken_rules() == broken; ++stop) {
    for (std::uint64_t seed = 0; seed < parts + 2 && broken_rules() == broken; ++seed) {
      StoreTrial trial(make);
      trial.play(before);
      trial.disk.stop_at(stop);
      const bool is_done = trial.play(script);
      if (is_done && trial.disk.is_alive()) is_over = 1;
      trial.model.story = "stopped at operation " + std::to_string(stop) + ", \"" +
                          trial.disk.last() + "\"; of the unsynced " +
                          (seed == 0   ? "nothing is kept"
                           : seed == 1 ? "all is kept"
                                       : "part " + std::to_string(seed) + " is kept");
      trial.crash(seed == 0 ? Keep::nothing : seed == 1 ? Keep::everything : Keep::part,
                  stop * 64 + seed);
      trial.reopen();
      if (after.empty() || broken_rules() != broken) continue;
      trial.model.story += "; then it went on, and lost its power again";
      trial.play(trial.model.fitting(after));
      trial.crash(seed % 2 == 0 ? Keep::nothing : Keep::part, seed);
      trial.reopen();
    }
  }
}

}  // namespace testkit::raft
