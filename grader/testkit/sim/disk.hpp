// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A disk in two images: what its process sees, and what is there after a crash.
//
// Interface:
//   Inode        a file's bytes in both images, and the changes between them
//   Disk         names in both images; counters, crash points and draws of one process's disk
//   Files        the Directory of one process; what it opens are its Files
//
// Invariants: durable plus all unsynced changes, in order, is live. A crash sets both to durable
// plus a drawn part of the changes. Names are kept as a journal keeps them: a prefix of their
// changes. A file's bytes are kept with less order: none, all, a prefix to the byte, or any of the
// sectors.
// Thread rule: one thread.
#pragma once

#include <testkit/sim.hpp>

#include <map>

namespace testkit::sim::core {

using patina::storage::Errno;
using patina::base::Random;

constexpr Duration longest = 24h * 365 * 1000;  // the sum of two is no overflow
constexpr std::uint64_t sector_bytes = 512;

struct Change {
  std::uint64_t offset = 0;
  std::string data;  // of a truncation empty
  bool is_truncation = false;
};

struct Inode {
  std::string live;
  std::string durable;
  std::vector<Change> unsynced;

  void change(Change change);
  void sync();
  void keep_part(Random& random);  // of what is unsynced; live is not looked at
};

class Disk {
 public:
  Disk(ActorId id, std::uint64_t seed);

  // The fault that the nth of a kind draws, and the generator of its details.
  enum class Draw : std::uint8_t { write, sync, read, crash };
  bool draws(Draw kind, std::uint64_t nth, std::uint32_t per_million) const;
  Random details(Draw kind, std::uint64_t nth) const;

  std::uint64_t count_write() { return ++writes_; }
  std::uint64_t count_sync() { return ++syncs_; }
  std::uint64_t count_read() { return ++reads_; }
  std::uint64_t writes() const { return writes_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t crashes() const { return crashes_; }
  void crash_at_write(std::uint64_t nth) { crash_write_ = nth == 0 ? 0 : writes_ + nth; }
  void crash_at_sync(std::uint64_t nth) { crash_sync_ = nth == 0 ? 0 : syncs_ + nth; }
  bool is_crash_write(std::uint64_t nth) const { return nth == crash_write_; }
  bool is_crash_sync(std::uint64_t nth) const { return nth == crash_sync_; }

  std::shared_ptr<Inode> find(std::string_view name) const;
  void set_name(std::string_view from, std::string_view to, std::shared_ptr<Inode> inode);
  void sync_names();
  void keep_names_in_part(Random& random);
  std::vector<std::string> names() const;
  std::uint64_t room() const;  // bytes by which files may grow

  bool draws_to_keep();  // of the crash that comes: counts it; is there anything to keep in part?
  void crash(bool keeps_part);
  void reformat();

  DiskOptions options;

 private:
  using Names = std::map<std::string, std::shared_ptr<Inode>, std::less<>>;
  struct NameChange {
    std::string from;  // is gone
    std::string to;    // is the inode
    std::shared_ptr<Inode> inode;
  };
  static void apply(Names& names, const NameChange& change);

  std::uint64_t seeds_[4];
  std::uint64_t writes_ = 0, syncs_ = 0, reads_ = 0, crashes_ = 0;
  std::uint64_t crash_write_ = 0, crash_sync_ = 0;
  Names live_, durable_;
  std::vector<NameChange> unsynced_;
};

struct Machine;

// Who asks a disk for something, and whether he is still there.
struct Caller {
  Kernel& kernel;
  Machine& machine;
  std::shared_ptr<bool> is_dead;
};

class Files final : public patina::storage::Directory {
 public:
  Files(Kernel& kernel, Machine& machine, std::shared_ptr<bool> is_dead)
      : caller_{kernel, machine, std::move(is_dead)} {}

  Errno open(std::string_view name, bool create,
             std::unique_ptr<patina::storage::File>& file) override;
  Errno remove(std::string_view name) override;
  Errno rename(std::string_view from, std::string_view to) override;
  Errno sync() override;
  std::vector<std::string> list() const override;

 private:
  Caller caller_;
};

}  // namespace testkit::sim::core
