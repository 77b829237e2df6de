// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The two images of a disk, and what of the changes between them a crash keeps.
#include "disk.hpp"

#include <algorithm>

namespace testkit::sim::core {
namespace {

void make(std::string& image, const Change& change) {
  if (change.is_truncation) return image.resize(change.offset, '\0');
  if (image.size() < change.offset + change.data.size())
    image.resize(change.offset + change.data.size(), '\0');
  image.replace(change.offset, change.data.size(), change.data);
}

// Each sector that the change touches is written or is not. The file may have its new size all the
// same, with zeros where nothing was written.
void keep_sectors(std::string& image, const Change& change, Random& random) {
  if (change.is_truncation || change.data.empty()) {
    if (random.chance(1, 2)) make(image, change);
    return;
  }
  const std::uint64_t end = change.offset + change.data.size();
  if (random.chance(1, 2) && image.size() < end) image.resize(end, '\0');
  for (std::uint64_t at = change.offset; at < end;) {
    const std::uint64_t next = std::min(end, (at / sector_bytes + 1) * sector_bytes);
    if (random.chance(1, 2))
      make(image, {.offset = at, .data = change.data.substr(at - change.offset, next - at)});
    at = next;
  }
}

void keep_prefix(std::string& image, std::vector<Change>& changes, Random& random) {
  const std::uint64_t whole = random.below(changes.size() + 1);
  for (std::uint64_t i = 0; i < whole; ++i) make(image, changes[i]);
  if (whole == changes.size() || changes[whole].is_truncation) return;
  Change& last = changes[whole];
  last.data.resize(random.below(last.data.size() + 1));
  if (!last.data.empty()) make(image, last);
}

}  // namespace

void Inode::change(Change change) {
  make(live, change);
  unsynced.push_back(std::move(change));
}

void Inode::sync() {
  for (const Change& change : unsynced) make(durable, change);
  unsynced.clear();
}

void Inode::keep_part(Random& random) {
  if (unsynced.empty()) return;
  switch (random.below(4)) {
    case 0: break;
    case 1: return sync();
    case 2: keep_prefix(durable, unsynced, random); break;
    default:
      for (const Change& change : unsynced) keep_sectors(durable, change, random);
  }
  unsynced.clear();
}

Disk::Disk(ActorId id, std::uint64_t seed) {
  auto random = Random::stream(seed, "disk/" + std::to_string(id));
  for (std::uint64_t& word : seeds_) word = random.next();
}

Random Disk::details(Draw kind, std::uint64_t nth) const {
  return Random(patina::base::splitmix64(seeds_[static_cast<int>(kind)] ^ nth) + 1);
}

bool Disk::draws(Draw kind, std::uint64_t nth, std::uint32_t per_million) const {
  if (per_million == 0) return false;
  const std::uint64_t word = patina::base::splitmix64(seeds_[static_cast<int>(kind)] ^ nth);
  return (word >> 32) * 1'000'000 < std::uint64_t{per_million} << 32;
}

std::shared_ptr<Inode> Disk::find(std::string_view name) const {
  const auto found = live_.find(name);
  return found == live_.end() ? nullptr : found->second;
}

void Disk::apply(Names& names, const NameChange& change) {
  if (!change.from.empty()) names.erase(change.from);
  if (!change.to.empty()) names[change.to] = change.inode;
}

void Disk::set_name(std::string_view from, std::string_view to, std::shared_ptr<Inode> inode) {
  unsynced_.push_back({std::string(from), std::string(to), std::move(inode)});
  apply(live_, unsynced_.back());
}

void Disk::sync_names() {
  for (const NameChange& change : unsynced_) apply(durable_, change);
  unsynced_.clear();
}

void Disk::keep_names_in_part(Random& random) {
  unsynced_.resize(random.below(unsynced_.size() + 1));
  sync_names();
}

std::vector<std::string> Disk::names() const {
  std::vector<std::string> names;
  for (const auto& [name, inode] : live_) names.push_back(name);
  return names;
}

std::uint64_t Disk::room() const {
  if (options.capacity_bytes == 0) return UINT64_MAX;
  std::uint64_t used = 0;
  for (const auto& [name, inode] : live_) used += inode->live.size();
  return options.capacity_bytes - std::min(used, options.capacity_bytes);
}

bool Disk::draws_to_keep() {
  ++crashes_;
  if (!options.keeps_unsynced_in_part) return false;
  const auto has_unsynced = [](const auto& name) { return !name.second->unsynced.empty(); };
  return !unsynced_.empty() || std::any_of(durable_.begin(), durable_.end(), has_unsynced);
}

void Disk::crash(bool keeps_part) {
  Random random = details(Draw::crash, crashes_);
  if (keeps_part) keep_names_in_part(random);
  unsynced_.clear();
  live_ = durable_;
  for (const auto& [name, inode] : live_) {
    if (keeps_part) inode->keep_part(random);
    inode->unsynced.clear();
    inode->live = inode->durable;
  }
}

void Disk::reformat() {
  live_.clear();
  durable_.clear();
  unsynced_.clear();
}

}  // namespace testkit::sim::core
