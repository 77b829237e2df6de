// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c another way: one file, and no segments. What is given is kept in memory until sync(), and then
// written as one batch of records; each batch begins with a number, the bytes that were durable
// before it. A bad record behind which a later batch says "all up to here was durable" is damage;
// any other is what a crash tore. A snapshot writes a new file with everything that still counts,
// and renames it.
#pragma once

#include <patina/raft/encoding.hpp>
#include <patina/raft/log_store.hpp>
#include <patina/storage/crc32c.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace patina::raft {

class SegmentStore final : public LogStore {
 public:
  explicit SegmentStore(storage::Directory& files, std::uint64_t = 0) : files_(files) {}

  Result<Restored, StorageError> load() override {
    if (!is_ok(files_.sync(), "sync the directory")) return failed();
    std::unique_ptr<storage::File> file;
    const storage::Errno opened = files_.open("log", false, file);
    if (opened == storage::Errno::not_found) {
      if (!rewrite()) return failed();
      return Restored{};
    }
    std::string text;
    if (!is_ok(opened, "open log")) return failed();
    if (!is_ok(file->read(0, file->size(), text), "read log")) return failed();
    file_ = std::move(file);
    if (!replay(text)) return failed();
    if (end_ < text.size() && !is_ok(file_->truncate(end_), "cut log")) return failed();
    if (!is_ok(file_->sync(), "sync log")) return failed();
    durable_ = end_;
    return restored();
  }

  Result<void, StorageError> set_hard_state(const HardState& state) override {
    hard_state_ = state;
    std::string payload = "h";
    put(payload, state);
    return add(payload);
  }

  Result<void, StorageError> append(std::span<const Entry> entries) override {
    for (const Entry& entry : entries) {
      take(entry);
      std::string payload = "e";
      put(payload, entry);
      if (auto added = add(payload); !added.has_value()) return added;
    }
    return {};
  }

  Result<void, StorageError> set_snapshot(const SnapshotPtr& snapshot, bool keeps_log) override {
    if (auto synced = sync(); !synced.has_value()) return synced;
    snapshot_ = snapshot;
    if (!keeps_log) entries_.clear();
    entries_.erase(entries_.begin(), entries_.upper_bound(snapshot->index));
    if (!rewrite()) return failed();
    return {};
  }

  Result<void, StorageError> sync() override {
    if (failure_) return failed();
    if (batch_.empty()) return {};
    if (!write_batch(*file_)) return failed();
    durable_ = end_;
    is_marked_ = false;
    return mark();
  }

 private:
  static constexpr std::uint64_t head_bytes = 24;

  unexpected<StorageError> failed() const { return unexpected(*failure_); }
  bool is_ok(storage::Errno error, const std::string& what) {
    if (error != storage::Errno::none && !failure_)
      failure_ = StorageError{error, "could not " + what + ": " + std::string(name_of(error))};
    return !failure_;
  }

  Result<void, StorageError> add(std::string_view payload) {
    if (failure_) return failed();
    put_record(batch_, payload);
    return {};
  }

  // An empty batch behind the last one, which says that it was durable. Nobody waits for it.
  Result<void, StorageError> mark() {
    if (is_marked_) return {};
    std::string text;
    put_record(text, "m");
    if (!is_ok(file_->write(end_, text), "write log")) return failed();
    end_ += text.size();
    is_marked_ = true;
    return {};
  }

  void put_record(std::string& to, std::string_view payload) const {
    std::string body;
    put(body, durable_);
    put(body, std::uint64_t{payload.size()});
    body += payload;
    put(to, std::uint64_t{storage::crc32c(body)});
    to += body;
  }

  bool write_batch(storage::File& file) {
    if (!is_ok(file.write(end_, batch_), "write log")) return false;
    if (!is_ok(file.sync(), "sync log")) return false;
    end_ += batch_.size();
    batch_.clear();
    return true;
  }

  // A new file with all that counts, in the place of the old one.
  bool rewrite() {
    batch_.clear();
    durable_ = end_ = 0;
    std::string payload = "h";
    put(payload, hard_state_);
    put_record(batch_, payload);
    if (snapshot_ != nullptr) {
      payload = "s";
      put(payload, StoredSnapshot{0, *snapshot_});
      put_record(batch_, payload);
    }
    for (const auto& [index, entry] : entries_) {
      payload = "e";
      put(payload, entry);
      put_record(batch_, payload);
    }
    std::unique_ptr<storage::File> file;
    if (!is_ok(files_.open("log.new", true, file), "make log.new")) return false;
    if (!is_ok(file->truncate(0), "empty log.new") || !write_batch(*file)) return false;
    durable_ = end_;
    is_marked_ = false;
    file_ = std::move(file);
    if (!mark().has_value() || !is_ok(file_->sync(), "sync log.new")) return false;
    if (!is_ok(files_.rename("log.new", "log"), "rename log.new")) return false;
    return is_ok(files_.sync(), "sync the directory");
  }

  struct Found {
    std::uint64_t durable = 0;
    std::string_view payload;
    std::uint64_t size = 0;
  };
  static std::optional<Found> record_at(std::string_view text, std::uint64_t offset) {
    text.remove_prefix(offset);
    if (text.size() < head_bytes) return std::nullopt;
    Decoder head(text);
    const std::uint64_t checksum = head.number(), durable = head.number(), size = head.number();
    if (size > text.size() - head_bytes) return std::nullopt;
    if (storage::crc32c(text.substr(8, 16 + size)) != checksum) return std::nullopt;
    return Found{durable, text.substr(head_bytes, size), head_bytes + size};
  }

  bool replay(std::string_view text) {
    std::uint64_t offset = 0;
    while (const std::optional<Found> found = record_at(text, offset)) {
      use(found->payload);
      offset += found->size;
    }
    // A file gets its name when it is whole: its beginning was never torn.
    bool is_damage = offset == 0;
    for (std::uint64_t at = offset; at < text.size() && !is_damage; ++at)
      if (const std::optional<Found> later = record_at(text, at))
        is_damage = later->durable > offset && later->durable <= at;
    if (is_damage)
      failure_ = StorageError{storage::Errno::none,
                              "log is damaged at byte " + std::to_string(offset)};
    end_ = offset;
    return !is_damage;
  }

  void use(std::string_view payload) {
    Decoder from(payload.substr(1));
    if (payload[0] == 'h') hard_state_ = from.hard_state();
    if (payload[0] == 's') snapshot_ = std::make_shared<const Snapshot>(from.snapshot().snapshot);
    if (payload[0] == 'e') take(from.entry());
  }

  void take(const Entry& entry) {
    entries_.erase(entries_.lower_bound(entry.index), entries_.end());
    entries_.emplace(entry.index, entry);
  }

  Restored restored() const {
    Restored result{hard_state_, snapshot_, {}};
    for (const auto& [index, entry] : entries_) result.entries.push_back(entry);
    return result;
  }

  storage::Directory& files_;
  std::unique_ptr<storage::File> file_;
  HardState hard_state_;
  SnapshotPtr snapshot_;
  std::map<Index, Entry> entries_;
  std::string batch_;
  std::uint64_t end_ = 0;
  std::uint64_t durable_ = 0;
  bool is_marked_ = false;
  std::optional<StorageError> failure_;
};

}  // namespace patina::raft
