// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// StoreFiles: a storage::Directory for a store that gives up at the first error, and says of each
// what was tried, with which file, and where.
//
// Interface:
//   StoreFiles(directory)
//   has(name), read(name)        is it there; all of it
//   open(name), make(name)       a StoreFile; make makes it where it is not there
//   rename(from, to), remove(name), sync()
//   segments()                   numbers of the files that have a segment's name, ascending
//   damaged(name, offset)        an error to return: it was synced, and is not what it was
//   missing(name)                likewise
//   check()                      the first error, if there was one
//   StoreFile                    write(offset, text), truncate(size), sync()
//   segment_name(7)              "0000000007.log"
// Invariants: after an error nothing is done any more, and each call returns that first error.
// Thread rule: one thread. A StoreFile may not outlive its StoreFiles.
#pragma once

#include <patina/raft/log_store.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patina::raft {

inline std::string segment_name(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 10 ? 10 - digits.size() : 0, '0') + digits + ".log";
}

class StoreFiles;

class StoreFile {
 public:
  StoreFile() = default;
  Result<void, StorageError> write(std::uint64_t offset, std::string_view text);
  Result<void, StorageError> truncate(std::uint64_t size);
  Result<void, StorageError> sync();

 private:
  friend StoreFiles;
  StoreFiles* files_ = nullptr;
  std::unique_ptr<storage::File> file_;
  std::string name_;
};

class StoreFiles {
 public:
  using Done = Result<void, StorageError>;

  explicit StoreFiles(storage::Directory& directory) : directory_(directory) {}
  StoreFiles(const StoreFiles&) = delete;
  StoreFiles& operator=(const StoreFiles&) = delete;

  bool has(std::string_view name) const {
    for (const std::string& each : directory_.list())
      if (each == name) return true;
    return false;
  }

  Result<std::string, StorageError> read(const std::string& name) {
    std::string text;
    auto opened = open(name);
    if (!opened.has_value()) return unexpected(opened.error());
    auto done = attempt("read " + name, [&] {
      storage::File& file = *opened.value().file_;
      return file.read(0, static_cast<std::size_t>(file.size()), text);
    });
    if (!done.has_value()) return unexpected(done.error());
    return text;
  }

  Result<StoreFile, StorageError> open(const std::string& name) { return open(name, false); }
  Result<StoreFile, StorageError> make(const std::string& name) { return open(name, true); }
  Done rename(const std::string& from, const std::string& to) {
    return attempt("rename " + from, [&] { return directory_.rename(from, to); });
  }
  Done remove(const std::string& name) {
    return attempt("remove " + name, [&] { return directory_.remove(name); });
  }
  Done sync() {
    return attempt("sync the directory", [&] { return directory_.sync(); });
  }

  std::vector<std::uint64_t> segments() const {
    std::vector<std::uint64_t> numbers;
    for (const std::string& name : directory_.list()) {
      std::uint64_t number = 0;
      for (const char c : name.substr(0, name.find('.')))
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
      if (name == segment_name(number)) numbers.push_back(number);
    }
    return numbers;
  }

  unexpected<StorageError> damaged(const std::string& name, std::uint64_t offset) {
    return fail({storage::Errno::none, name + " is damaged at byte " + std::to_string(offset) +
                                           ": what was synced there does not read back"});
  }
  unexpected<StorageError> missing(const std::string& name) {
    return fail({storage::Errno::none, name + " is missing: it was synced"});
  }
  Done check() const {
    if (failure_) return unexpected(*failure_);
    return {};
  }

 private:
  friend StoreFile;

  template <class Act>
  Done attempt(const std::string& what, Act&& act) {
    if (failure_) return unexpected(*failure_);
    const storage::Errno result = act();
    if (result == storage::Errno::none) return {};
    return fail({result, "could not " + what + ": " + std::string(storage::name_of(result))});
  }

  unexpected<StorageError> fail(StorageError error) {
    if (!failure_) failure_ = std::move(error);
    return unexpected(*failure_);
  }

  Result<StoreFile, StorageError> open(const std::string& name, bool makes) {
    StoreFile file;
    file.files_ = this;
    file.name_ = name;
    auto done = attempt((makes ? "make " : "open ") + name,
                        [&] { return directory_.open(name, makes, file.file_); });
    if (!done.has_value()) return unexpected(done.error());
    return file;
  }

  storage::Directory& directory_;
  std::optional<StorageError> failure_;
};

inline Result<void, StorageError> StoreFile::write(std::uint64_t offset, std::string_view text) {
  PATINA_ASSERT(files_ != nullptr, "a file is opened before it is written");
  return files_->attempt("write " + name_ + " at byte " + std::to_string(offset),
                         [&] { return file_->write(offset, text); });
}
inline Result<void, StorageError> StoreFile::truncate(std::uint64_t size) {
  PATINA_ASSERT(files_ != nullptr, "a file is opened before it is cut");
  return files_->attempt("cut " + name_ + " at byte " + std::to_string(size),
                         [&] { return file_->truncate(size); });
}
inline Result<void, StorageError> StoreFile::sync() {
  PATINA_ASSERT(files_ != nullptr, "a file is opened before it is synced");
  return files_->attempt("sync " + name_, [&] { return file_->sync(); });
}

}  // namespace patina::raft
