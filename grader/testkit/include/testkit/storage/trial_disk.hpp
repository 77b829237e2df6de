// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// TrialDisk: a directory for one store at a time, which a test can stop at any operation, and whose
// power it can take away. The simulator has disks of its own; this one needs no world around it.
//
// Interface:
//   start()              a process begins: its Directory. That of an earlier one is dead
//   stop_at(n)           the nth operation from now on is the process's last: under way, if it is
//                        not a sync; and if it is one, not done
//   fail_at(n, error)    the nth operation from now on fails. Of a write half is done. Of a sync
//                        the data is lost, and the next sync does not bring it back (ATC 2020)
//   kill()               the process ends, and nothing else happens
//   crash(keep, seed)    power goes: of what is not synced nothing, all or a drawn part is kept
//   is_alive(), operations(), syncs(), last()   of this process; last() says what it did last
//   names(), bytes(name), used_bytes()          what a process would see
//   flip(name, byte, bit), lose(name)           damage to what is durable
// An operation is a write, a truncation, a sync of a file or of the directory, and whatever makes,
// removes or renames. Reading is none.
// Thread rule: one thread. It outlives all that it opened.
#pragma once

#include <patina/base/random.hpp>
#include <patina/storage/file.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::storage {

using patina::storage::Errno;

enum class Keep : std::uint8_t { nothing, everything, part };

class TrialDisk {
 public:
  TrialDisk();
  ~TrialDisk();
  TrialDisk(const TrialDisk&) = delete;
  TrialDisk& operator=(const TrialDisk&) = delete;

  patina::storage::Directory& start();
  void stop_at(std::uint64_t nth) { stop_ = operations_ + nth; }
  void fail_at(std::uint64_t nth, Errno error);
  void kill() { is_alive_ = false; }
  void crash(Keep keep, std::uint64_t seed = 0);

  bool is_alive() const { return is_alive_; }
  std::uint64_t operations() const { return operations_; }
  std::uint64_t syncs() const { return syncs_; }  // of files and of the directory
  const std::string& last() const { return last_; }

  std::vector<std::string> names() const;
  std::string bytes(std::string_view name) const;
  std::uint64_t used_bytes() const;
  void flip(std::string_view name, std::uint64_t byte, int bit);
  void lose(std::string_view name);

 private:
  struct Inode;
  class Files;
  class OpenFile;
  using Names = std::map<std::string, std::shared_ptr<Inode>, std::less<>>;

  // What becomes of an operation. Errno::none: it is done.
  struct Fate {
    Errno error = Errno::none;
    bool is_under_way = false;  // done, but nobody will hear of it
  };
  Fate begin(std::string what, bool is_sync);
  Errno change_names(Names names, std::string what);

  std::uint64_t operations_ = 0, syncs_ = 0, stop_ = 0, failure_ = 0;
  Errno error_ = Errno::none;
  bool is_alive_ = false;
  std::string last_;
  std::unique_ptr<Files> files_;
  std::vector<std::unique_ptr<Files>> dead_;
  Names live_, durable_;
  std::vector<Names> unsynced_names_;  // after each change
};

}  // namespace testkit::storage
