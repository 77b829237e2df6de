// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// AsyncHost: as Host (host.hpp), for a disk whose sync takes a while (3h). It takes the next Ready,
// sends, applies and answers while the ones before are being synced, and one sync is for all that
// was written when it began.
//
// Interface:
//   AsyncHost(node, store, machine, port)
//   pump()            takes and writes all that the node has ready; false if the disk has failed
//   end_sync()        the sync that port.begin_sync() asked for is over; likewise
//   AsyncHostPort     a HostPort that has a disk: written() and begin_sync()
//
// Order, of each Ready: what goes now is sent; snapshot, entries and hard state are given to the
// store at once, before the node's next input, which may replace entries or take them out of
// memory. Then the snapshot is handed to the state machine, where it was installed, and then
// committed entries: they are on the disks of a majority, here perhaps not yet. after_persist waits
// until this Ready and all before it are synced, also where it asks for no sync itself.
//
// A store that is done with a thing in one step (set_snapshot) may sync meanwhile: then something
// is on disk earlier than the node hears of it, which does no harm.
// Invariants: after_persist leaves only when what it answers for is synced; Readies are written and
// persisted in order; after a disk error nothing leaves any more.
// Thread rule: one thread. Where the disk has one of its own, end_sync() is called back on this
// one, and store.sync() costs nothing by then.
#pragma once

#include <patina/raft/host.hpp>

#include <cstdint>
#include <deque>
#include <utility>

namespace patina::raft {

class AsyncHostPort : public HostPort {
 public:
  virtual void written(const Ready& ready) = 0;  // in the store, and not synced
  virtual void begin_sync() = 0;  // call end_sync() when it is done; one is asked for at a time
};

class AsyncHost {
 public:
  AsyncHost(Node& node, LogStore& store, StateMachine& machine, AsyncHostPort& port)
      : parts_(node, store, machine, port), node_(node), store_(store), port_(port) {}

  bool pump() {
    while (!has_failed_ && node_.has_ready()) {
      Ready ready = node_.ready();
      parts_.send_all(ready.now);
      if (const auto done = parts_.write(ready); !done.has_value()) return fail(done.error());
      port_.written(ready);
      out_.push_back(std::move(ready));
      parts_.apply(out_.back());
      finish();
    }
    return !has_failed_;
  }

  bool end_sync() {
    if (has_failed_) return false;
    if (const auto synced = store_.sync(); !synced.has_value()) return fail(synced.error());
    synced_ = std::exchange(syncing_, 0);
    finish();
    return pump();
  }

 private:
  // What needs no sync, or has had it, and has nothing before it that lacks it.
  void finish() {
    while (!out_.empty() && (out_.front().number <= synced_ || !out_.front().must_sync)) {
      Ready ready = std::move(out_.front());
      out_.pop_front();
      port_.persisted(ready);
      node_.persisted(ready.number);
      parts_.send_all(ready.after_persist);
    }
    if (out_.empty() || syncing_ != 0) return;
    syncing_ = out_.back().number;
    port_.begin_sync();
  }

  bool fail(const StorageError& error) {
    has_failed_ = true;
    port_.failed(error);
    return false;
  }

  HostParts parts_;
  Node& node_;
  LogStore& store_;
  AsyncHostPort& port_;
  std::deque<Ready> out_;      // written, and not done
  std::uint64_t syncing_ = 0;  // the sync under way is for all up to this one; 0: none is
  std::uint64_t synced_ = 0;   // all up to this one are
  bool has_failed_ = false;
};

}  // namespace patina::raft
