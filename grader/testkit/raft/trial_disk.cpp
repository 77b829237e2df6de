// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/storage/trial_disk.hpp>

#include <algorithm>
#include <utility>

namespace testkit::storage {
namespace {

using patina::base::Random;
using patina::storage::Directory;
using patina::storage::File;

constexpr std::uint64_t sector_bytes = 512;

struct Change {
  std::uint64_t offset = 0;
  std::string data;
  bool is_truncation = false;
};

void make(std::string& image, const Change& change) {
  if (change.is_truncation) return image.resize(change.offset, '\0');
  if (change.data.empty()) return;
  if (image.size() < change.offset + change.data.size())
    image.resize(change.offset + change.data.size(), '\0');
  image.replace(change.offset, change.data.size(), change.data);
}

// Any of its sectors; the file may have grown all the same.
void make_sectors(std::string& image, const Change& change, Random& random) {
  if (change.is_truncation) {
    if (random.chance(1, 2)) make(image, change);
    return;
  }
  const std::uint64_t end = change.offset + change.data.size();
  if (random.chance(1, 2) && image.size() < end) image.resize(end, '\0');
  for (std::uint64_t at = change.offset; at < end;) {
    const std::uint64_t next = std::min(end, (at / sector_bytes + 1) * sector_bytes);
    if (random.chance(1, 2))
      make(image, {at, change.data.substr(at - change.offset, next - at), false});
    at = next;
  }
}

}  // namespace

struct TrialDisk::Inode {
  std::string live, durable;
  std::vector<Change> unsynced;

  void change(Change next) {
    make(live, next);
    unsynced.push_back(std::move(next));
  }

  void sync() {
    for (const Change& each : unsynced) make(durable, each);
    unsynced.clear();
  }

  void crash(Keep keep, Random& random) {
    if (keep == Keep::everything) sync();
    if (keep == Keep::part && random.chance(1, 2)) {
      for (const Change& each : unsynced) make_sectors(durable, each, random);
    } else if (keep == Keep::part && !unsynced.empty()) {
      const std::uint64_t whole = random.below(unsynced.size());
      for (std::uint64_t i = 0; i < whole; ++i) make(durable, unsynced[i]);
      Change& torn = unsynced[whole];
      if (!torn.is_truncation) torn.data.resize(random.below(torn.data.size() + 1));
      if (!torn.is_truncation) make(durable, torn);
    }
    unsynced.clear();
    live = durable;
  }
};

class TrialDisk::OpenFile final : public File {
 public:
  OpenFile(TrialDisk& disk, const Files* owner, std::string name, std::shared_ptr<Inode> inode)
      : disk_(disk), owner_(owner), name_(std::move(name)), inode_(std::move(inode)) {}

  Errno read(std::uint64_t offset, std::size_t size, std::string& to) override {
    if (!is_alive()) return Errno::io;
    to = offset < inode_->live.size() ? inode_->live.substr(offset, size) : std::string();
    return Errno::none;
  }

  Errno write(std::uint64_t offset, std::string_view data) override {
    if (!is_alive()) return Errno::io;
    const Fate fate = disk_.begin("write " + name_ + " at byte " + std::to_string(offset), false);
    if (fate.error != Errno::none) data = data.substr(0, data.size() / 2);
    inode_->change({offset, std::string(data), false});
    return fate.is_under_way ? Errno::io : fate.error;
  }

  Errno truncate(std::uint64_t size) override {
    if (!is_alive()) return Errno::io;
    const Fate fate = disk_.begin("truncate " + name_ + " to " + std::to_string(size), false);
    if (fate.error == Errno::none) inode_->change({size, {}, true});
    return fate.is_under_way ? Errno::io : fate.error;
  }

  Errno sync() override {
    if (!is_alive()) return Errno::io;
    const Fate fate = disk_.begin("sync " + name_, true);
    if (fate.error == Errno::none) {
      inode_->sync();
    } else if (!fate.is_under_way) {
      inode_->unsynced.clear();  // the kernel calls its pages clean, and forgets them
    }
    return fate.error;
  }

  std::uint64_t size() const override { return inode_->live.size(); }

 private:
  bool is_alive() const { return disk_.is_alive_ && disk_.files_.get() == owner_; }

  TrialDisk& disk_;
  const Files* owner_;
  std::string name_;
  std::shared_ptr<Inode> inode_;
};

class TrialDisk::Files final : public Directory {
 public:
  explicit Files(TrialDisk& disk) : disk_(disk) {}

  Errno open(std::string_view name, bool create, std::unique_ptr<File>& file) override {
    if (!is_alive()) return Errno::io;
    auto found = disk_.live_.find(name);
    if (found == disk_.live_.end()) {
      if (!create) return Errno::not_found;
      Names names = disk_.live_;
      names.emplace(name, std::make_shared<Inode>());
      const Errno made = disk_.change_names(std::move(names), "make " + std::string(name));
      if (made != Errno::none) return made;
      found = disk_.live_.find(name);
    }
    file = std::make_unique<OpenFile>(disk_, this, std::string(name), found->second);
    return Errno::none;
  }

  Errno remove(std::string_view name) override {
    if (!is_alive()) return Errno::io;
    Names names = disk_.live_;
    const auto found = names.find(name);
    if (found == names.end()) return Errno::not_found;
    names.erase(found);
    return disk_.change_names(std::move(names), "remove " + std::string(name));
  }

  Errno rename(std::string_view from, std::string_view to) override {
    if (!is_alive()) return Errno::io;
    Names names = disk_.live_;
    const auto found = names.find(from);
    if (found == names.end()) return Errno::not_found;
    names.insert_or_assign(std::string(to), found->second);
    names.erase(std::string(from));
    return disk_.change_names(std::move(names), "rename " + std::string(from));
  }

  Errno sync() override {
    if (!is_alive()) return Errno::io;
    const Fate fate = disk_.begin("sync the directory", true);
    if (fate.error == Errno::none) {
      disk_.durable_ = disk_.live_;
      disk_.unsynced_names_.clear();
    }
    return fate.error;
  }

  std::vector<std::string> list() const override { return disk_.names(); }

 private:
  bool is_alive() const { return disk_.is_alive_ && disk_.files_.get() == this; }

  TrialDisk& disk_;
};

TrialDisk::TrialDisk() = default;
TrialDisk::~TrialDisk() = default;

Directory& TrialDisk::start() {
  if (files_ != nullptr) dead_.push_back(std::move(files_));  // somebody may still hold it
  files_ = std::make_unique<Files>(*this);
  is_alive_ = true;
  operations_ = syncs_ = stop_ = failure_ = 0;
  last_.clear();
  return *files_;
}

void TrialDisk::fail_at(std::uint64_t nth, Errno error) {
  failure_ = operations_ + nth;
  error_ = error;
}

void TrialDisk::crash(Keep keep, std::uint64_t seed) {
  is_alive_ = false;
  Random random(seed + 1);
  // A journal keeps changes of names in their order.
  if (keep == Keep::everything) durable_ = live_;
  if (keep == Keep::part && !unsynced_names_.empty()) {
    const std::uint64_t kept = random.below(unsynced_names_.size() + 1);
    if (kept > 0) durable_ = unsynced_names_[kept - 1];
  }
  unsynced_names_.clear();
  live_ = durable_;
  for (auto& [name, inode] : live_) inode->crash(keep, random);
}

TrialDisk::Fate TrialDisk::begin(std::string what, bool is_sync) {
  ++operations_;
  if (is_sync) ++syncs_;
  last_ = std::move(what);
  if (operations_ == failure_) return {error_, false};
  if (operations_ != stop_) return {};
  is_alive_ = false;
  return {is_sync ? Errno::io : Errno::none, true};
}

Errno TrialDisk::change_names(Names names, std::string what) {
  const Fate fate = begin(std::move(what), false);
  if (fate.error != Errno::none) return fate.error;
  live_ = std::move(names);
  unsynced_names_.push_back(live_);
  return fate.is_under_way ? Errno::io : Errno::none;
}

std::vector<std::string> TrialDisk::names() const {
  std::vector<std::string> names;
  for (const auto& [name, inode] : live_) names.push_back(name);
  return names;
}

std::string TrialDisk::bytes(std::string_view name) const {
  const auto found = live_.find(name);
  return found == live_.end() ? std::string() : found->second->live;
}

std::uint64_t TrialDisk::used_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [name, inode] : live_) bytes += inode->live.size();
  return bytes;
}

void TrialDisk::flip(std::string_view name, std::uint64_t byte, int bit) {
  Inode& inode = *live_.find(name)->second;
  for (std::string* image : {&inode.live, &inode.durable})
    if (byte < image->size()) (*image)[byte] = static_cast<char>((*image)[byte] ^ (1 << bit));
}

void TrialDisk::lose(std::string_view name) {
  for (Names* names : {&live_, &durable_}) names->erase(names->find(name));
}

}  // namespace testkit::storage
