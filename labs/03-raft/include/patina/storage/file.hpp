// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Files as a log store sees them: few, sequential, and durable only after sync.
//
// Interface:
//   Directory   open, remove, rename, list, sync
//   File        read, write, truncate, size, sync
//   Errno       none, or what the world did: not_found, no_space, io
//
// Contract, that of a POSIX file system read without hope (Pillai et al., OSDI 2014):
//   - what was written is durable only when File::sync has come back without an error; a crash
//     before that loses it, keeps it, or keeps a part of it: any prefix, any sector of 512 bytes;
//   - that a file is there, is gone or has another name is durable only after Directory::sync;
//   - rename replaces the target in one step: after a crash it is the old file or the new one;
//   - an error from sync says that nothing since the last sync may be relied on. Calling it again
//     does not bring the data back.
// Errors are plain values and no Result, because whoever plays the disk knows no lab.
// Thread rule: one thread a directory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patina::storage {

enum class Errno : std::uint8_t { none, not_found, no_space, io };

inline std::string_view name_of(Errno error) {
  static constexpr std::string_view names[] = {"none", "not found", "no space", "input/output"};
  return names[static_cast<int>(error)];
}

class File {
 public:
  virtual ~File() = default;

  // Reads up to `size` bytes at `offset` into `to`; fewer only at the end of the file.
  [[nodiscard]] virtual Errno read(std::uint64_t offset, std::size_t size, std::string& to) = 0;
  // Writes all of `data` at `offset`, past the end too (the gap reads as zeros). After an error any
  // part of it may be written.
  [[nodiscard]] virtual Errno write(std::uint64_t offset, std::string_view data) = 0;
  [[nodiscard]] virtual Errno truncate(std::uint64_t size) = 0;
  [[nodiscard]] virtual Errno sync() = 0;
  virtual std::uint64_t size() const = 0;
};

class Directory {
 public:
  virtual ~Directory() = default;

  // Opens `name`, and makes it if `create`. not_found otherwise. An open file outlives its name.
  [[nodiscard]] virtual Errno open(std::string_view name, bool create,
                                   std::unique_ptr<File>& file) = 0;
  [[nodiscard]] virtual Errno remove(std::string_view name) = 0;
  [[nodiscard]] virtual Errno rename(std::string_view from, std::string_view to) = 0;
  [[nodiscard]] virtual Errno sync() = 0;
  virtual std::vector<std::string> list() const = 0;  // names, ascending
};

}  // namespace patina::storage
