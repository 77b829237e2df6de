// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// PlainStore: the given log store over files, as simple as it can be and still be right. One file
// of records, each behind its size and a checksum; a snapshot writes a new file and renames it.
//
// Contract: that of LogStore, where a disk tears and loses but does not lie: it takes the first
// record that is not whole for the end of what was synced. What reads back wrong is lost. Is
// compiled only into test programs (it speaks the Result of the tree under judgement). Thread rule:
// one thread.
#pragma once

#include <patina/base/hash.hpp>
#include <patina/raft/log_store.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::raft {

namespace detail {

inline void put(std::string& to, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) to += static_cast<char>(number >> (8 * i));
}
inline void put(std::string& to, const patina::raft::Bytes& bytes) {
  put(to, std::uint64_t{bytes.size()});
  to += bytes.view();
}
inline std::uint64_t take_number(std::string_view& from) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);
  from.remove_prefix(8);
  return number;
}
inline patina::raft::Bytes take_bytes(std::string_view& from) {
  const std::uint64_t size = take_number(from);
  const patina::raft::Bytes bytes(from.substr(0, size));
  from.remove_prefix(size);
  return bytes;
}

}  // namespace detail

class PlainStore final : public patina::raft::LogStore {
 public:
  using Entry = patina::raft::Entry;
  using Errno = patina::storage::Errno;
  using Restored = patina::raft::Restored;
  using StorageError = patina::raft::StorageError;
  template <class T>
  using Result = patina::Result<T, StorageError>;

  explicit PlainStore(patina::storage::Directory& files) : files_(files) {}

  [[nodiscard]] Result<Restored> load() override {
    std::string text;
    bool ok = files_.open("log", true, file_) == Errno::none && files_.sync() == Errno::none;
    ok = ok && file_->read(0, file_->size(), text) == Errno::none;
    if (!ok) return failure("read the file log");
    for (std::string_view rest = text; take_record(rest);) end_ = text.size() - rest.size();
    // What was torn must not be found again behind what is written next.
    if (file_->truncate(end_) != Errno::none || file_->sync() != Errno::none)
      return failure("cut off the torn end of the file log");
    return Result<Restored>(restored_);
  }

  [[nodiscard]] Result<void> set_hard_state(const patina::raft::HardState& state) override {
    restored_.hard_state = state;
    return write(record_of(state));
  }

  [[nodiscard]] Result<void> append(std::span<const Entry> entries) override {
    replace(entries);
    return write(record_of(entries));
  }

  [[nodiscard]] Result<void> set_snapshot(const patina::raft::SnapshotPtr& snapshot,
                                          bool keeps_log) override {
    take_over(snapshot, keeps_log);
    const std::string text = record_of(*restored_.snapshot) + record_of(restored_.hard_state) +
                             record_of(std::span<const Entry>(restored_.entries));
    std::unique_ptr<patina::storage::File> file;
    bool ok = files_.open("log.new", true, file) == Errno::none;
    ok = ok && file->truncate(0) == Errno::none && file->write(0, text) == Errno::none;
    ok = ok && file->sync() == Errno::none && files_.rename("log.new", "log") == Errno::none;
    if (!ok || files_.sync() != Errno::none) return failure("write the file log anew");
    file_ = std::move(file);
    end_ = text.size();
    return {};
  }

  [[nodiscard]] Result<void> sync() override {
    if (file_->sync() != Errno::none) return failure("sync the file log");
    return {};
  }

 private:
  enum class Kind : std::uint64_t { hard_state = 1, entries = 2, snapshot = 3 };

  static patina::unexpected<StorageError> failure(const char* what) {
    return patina::unexpected(StorageError{Errno::io, std::string("cannot ") + what});
  }

  Result<void> write(const std::string& record) {
    if (file_->write(end_, record) != Errno::none) return failure("write to the file log");
    end_ += record.size();
    return {};
  }

  // checksum, size, body
  static std::string framed(const std::string& body) {
    std::string text;
    detail::put(text, patina::base::hash_name(body));
    detail::put(text, std::uint64_t{body.size()});
    return text + body;
  }
  static void put_kind(std::string& body, Kind kind) {
    detail::put(body, static_cast<std::uint64_t>(kind));
  }
  static std::string record_of(const patina::raft::HardState& state) {
    std::string body;
    put_kind(body, Kind::hard_state);
    for (const std::uint64_t number :
         {state.term.value(), state.vote.value(), state.commit.value()})
      detail::put(body, number);
    return framed(body);
  }
  static std::string record_of(std::span<const Entry> list) {
    std::string body;
    put_kind(body, Kind::entries);
    for (const Entry& entry : list) {
      detail::put(body, entry.index.value());
      detail::put(body, entry.term.value());
      detail::put(body, static_cast<std::uint64_t>(entry.kind));
      detail::put(body, entry.data);
    }
    return framed(body);
  }
  static std::string record_of(const patina::raft::Snapshot& taken) {
    std::string body;
    put_kind(body, Kind::snapshot);
    detail::put(body, taken.index.value());
    detail::put(body, taken.term.value());
    detail::put(body, taken.configuration.encode());
    detail::put(body, taken.data);
    return framed(body);
  }

  // Reads one record off `rest` into restored_. Returns false at the first that is not whole.
  bool take_record(std::string_view& rest) {
    if (rest.size() < 16) return false;
    std::string_view from = rest;
    const std::uint64_t checksum = detail::take_number(from);
    const std::uint64_t size = detail::take_number(from);
    if (size < 8 || from.size() < size) return false;
    if (patina::base::hash_name(from.substr(0, size)) != checksum) return false;
    rest = from.substr(size);
    take_body(from.substr(0, size));
    return true;
  }

  void take_body(std::string_view body) {
    const auto kind = static_cast<Kind>(detail::take_number(body));
    if (kind == Kind::hard_state) {
      restored_.hard_state.term = patina::raft::Term{detail::take_number(body)};
      restored_.hard_state.vote = patina::raft::NodeId{detail::take_number(body)};
      restored_.hard_state.commit = patina::raft::Index{detail::take_number(body)};
    } else if (kind == Kind::entries) {
      std::vector<Entry> list;
      while (!body.empty()) {
        Entry& entry = list.emplace_back();
        entry.index = patina::raft::Index{detail::take_number(body)};
        entry.term = patina::raft::Term{detail::take_number(body)};
        entry.kind = static_cast<patina::raft::EntryKind>(detail::take_number(body));
        entry.data = detail::take_bytes(body);
      }
      replace(list);
    } else {
      auto taken = std::make_shared<patina::raft::Snapshot>();
      taken->index = patina::raft::Index{detail::take_number(body)};
      taken->term = patina::raft::Term{detail::take_number(body)};
      taken->configuration =
          patina::raft::Configuration::decode(detail::take_bytes(body)).value();
      taken->data = detail::take_bytes(body);
      take_over(taken, false);
    }
  }

  void replace(std::span<const Entry> list) {
    if (list.empty()) return;
    std::vector<Entry>& kept = restored_.entries;
    while (!kept.empty() && kept.back().index >= list.front().index) kept.pop_back();
    kept.insert(kept.end(), list.begin(), list.end());
  }

  void take_over(const patina::raft::SnapshotPtr& taken, bool keeps_log) {
    std::vector<Entry>& kept = restored_.entries;
    std::erase_if(kept, [&](const Entry& e) { return !keeps_log || e.index <= taken->index; });
    restored_.snapshot = taken;
  }

  patina::storage::Directory& files_;
  std::unique_ptr<patina::storage::File> file_;
  std::uint64_t end_ = 0;  // of the last whole record
  Restored restored_;      // what load() would give back now
};

// Before 3c: remembers nothing.
class NoStore final : public patina::raft::LogStore {
 public:
  template <class T>
  using Result = patina::Result<T, patina::raft::StorageError>;

  [[nodiscard]] Result<patina::raft::Restored> load() override { return patina::raft::Restored{}; }
  [[nodiscard]] Result<void> set_hard_state(const patina::raft::HardState&) override { return {}; }
  [[nodiscard]] Result<void> append(std::span<const patina::raft::Entry>) override { return {}; }
  [[nodiscard]] Result<void> set_snapshot(const patina::raft::SnapshotPtr&, bool) override {
    return {};
  }
  [[nodiscard]] Result<void> sync() override { return {}; }
};

}  // namespace testkit::raft
