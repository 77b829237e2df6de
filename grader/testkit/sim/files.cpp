// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Files of a simulated disk: each call is an event, takes its time, and may fail or be the last.
#include "kernel.hpp"

#include <algorithm>

namespace testkit::sim::core {
namespace {

// Counts and tells a write, and does it by `act(is_whole)`: with false, as much of it as an error
// leaves. A crash in the middle of it is a crash with this change among the unsynced ones.
template <class Act>
Errno write_by(const Caller& caller, std::string_view text, std::uint64_t bytes, Act act) {
  if (*caller.is_dead) return Errno::io;
  Kernel& kernel = caller.kernel;
  Machine& machine = caller.machine;
  Disk& disk = machine.disk;
  const std::uint64_t nth = disk.count_write();
  Errno error = Errno::none;
  kernel.happen({.kind = EventKind::write, .actor = machine.id, .tag = bytes, .text = text}, [&] {
    kernel.spend(machine, disk.options.write_time);
    const bool fails = !disk.is_crash_write(nth) &&
                       disk.draws(Disk::Draw::write, nth, disk.options.write_error_per_million) &&
                       kernel.takes("disk/", machine.id, 0, "write-error", nth);
    error = act(!fails);
    if (fails) error = Errno::io;
    if (disk.is_crash_write(nth)) kernel.die(machine);
  });
  if (error != Errno::none)
    kernel.happen({.kind = EventKind::io_error, .actor = machine.id, .text = text});
  return error;
}

// As above. An error leaves a part of what is unsynced, and forgets that there was more.
template <class Whole, class Part>
Errno sync_by(const Caller& caller, std::string_view text, Whole whole, Part part) {
  if (*caller.is_dead) return Errno::io;
  Kernel& kernel = caller.kernel;
  Machine& machine = caller.machine;
  Disk& disk = machine.disk;
  const std::uint64_t nth = disk.count_sync();
  if (disk.is_crash_sync(nth)) kernel.die(machine);
  bool fails = false;
  kernel.happen({.kind = EventKind::sync, .actor = machine.id, .text = text}, [&] {
    kernel.spend(machine, disk.options.sync_time);
    fails = disk.draws(Disk::Draw::sync, nth, disk.options.sync_error_per_million) &&
            kernel.takes("disk/", machine.id, 0, "sync-error", nth);
    if (!fails) return whole();
    Random random = disk.details(Disk::Draw::sync, nth);
    part(random);
  });
  if (!fails) return Errno::none;
  kernel.happen({.kind = EventKind::io_error, .actor = machine.id, .text = text});
  return Errno::io;
}

class OpenFile final : public patina::storage::File {
 public:
  OpenFile(const Caller& caller, std::string_view name, std::shared_ptr<Inode> inode)
      : caller_(caller), name_(name), inode_(std::move(inode)) {}

  Errno read(std::uint64_t offset, std::size_t size, std::string& to) override {
    to.clear();
    if (*caller_.is_dead) return Errno::io;
    const std::string& from = inode_->live;
    if (offset < from.size()) to.assign(from, offset, size);
    Disk& disk = caller_.machine.disk;
    const std::uint64_t nth = disk.count_read();
    if (!to.empty() && disk.draws(Disk::Draw::read, nth, disk.options.read_flip_per_million) &&
        caller_.kernel.takes("disk/", caller_.machine.id, 0, "flip", nth)) {
      const std::uint64_t bit = disk.details(Disk::Draw::read, nth).below(to.size() * 8);
      to[bit / 8] = static_cast<char>(to[bit / 8] ^ (1 << (bit % 8)));
    }
    return Errno::none;
  }

  Errno write(std::uint64_t offset, std::string_view data) override {
    return write_by(caller_, name_, data.size(), [&](bool is_whole) {
      const Disk& disk = caller_.machine.disk;
      std::size_t size = data.size();
      if (!is_whole) size = disk.details(Disk::Draw::write, disk.writes()).below(size + 1);
      const std::uint64_t reach = inode_->live.size() + std::min(disk.room(), longest_file);
      const std::uint64_t fits = std::min<std::uint64_t>(size, reach - std::min(reach, offset));
      if (fits > 0) inode_->change({.offset = offset, .data = std::string(data.substr(0, fits))});
      return fits < size ? Errno::no_space : Errno::none;
    });
  }

  Errno truncate(std::uint64_t size) override {
    return write_by(caller_, name_, 0, [&](bool is_whole) {
      if (size > inode_->live.size() + std::min(caller_.machine.disk.room(), longest_file))
        return Errno::no_space;
      if (is_whole) inode_->change({.offset = size, .data = {}, .is_truncation = true});
      return Errno::none;
    });
  }

  Errno sync() override {
    return sync_by(caller_, name_, [&] { inode_->sync(); },
                   [&](Random& random) { inode_->keep_part(random); });
  }

  std::uint64_t size() const override { return inode_->live.size(); }

 private:
  static constexpr std::uint64_t longest_file = std::uint64_t{1} << 40;

  const Caller caller_;
  const std::string name_;
  const std::shared_ptr<Inode> inode_;
};

}  // namespace

Errno Files::open(std::string_view name, bool create,
                  std::unique_ptr<patina::storage::File>& file) {
  PATINA_ASSERT(!name.empty(), "a file has a name");
  if (*caller_.is_dead) return Errno::io;
  Disk& disk = caller_.machine.disk;
  if (disk.find(name) == nullptr) {
    if (!create) return Errno::not_found;
    const Errno error = write_by(caller_, name, 0, [&](bool is_whole) {
      if (is_whole) disk.set_name("", name, std::make_shared<Inode>());
      return Errno::none;
    });
    if (error != Errno::none) return error;
  }
  file = std::make_unique<OpenFile>(caller_, name, disk.find(name));
  return Errno::none;
}

Errno Files::remove(std::string_view name) {
  Disk& disk = caller_.machine.disk;
  if (*caller_.is_dead) return Errno::io;
  if (disk.find(name) == nullptr) return Errno::not_found;
  return write_by(caller_, "remove " + std::string(name), 0, [&](bool is_whole) {
    if (is_whole) disk.set_name(name, "", nullptr);
    return Errno::none;
  });
}

Errno Files::rename(std::string_view from, std::string_view to) {
  PATINA_ASSERT(!to.empty(), "a file has a name");
  Disk& disk = caller_.machine.disk;
  if (*caller_.is_dead) return Errno::io;
  const std::shared_ptr<Inode> inode = disk.find(from);
  if (inode == nullptr) return Errno::not_found;
  if (from == to) return Errno::none;
  const std::string text = "rename " + std::string(from) + " to " + std::string(to);
  return write_by(caller_, text, 0, [&](bool is_whole) {
    if (is_whole) disk.set_name(from, to, inode);
    return Errno::none;
  });
}

Errno Files::sync() {
  Disk& disk = caller_.machine.disk;
  return sync_by(caller_, ".", [&] { disk.sync_names(); },
                 [&](Random& random) { disk.keep_names_in_part(random); });
}

std::vector<std::string> Files::list() const { return caller_.machine.disk.names(); }

}  // namespace testkit::sim::core
