// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A lock between processes, held while the object lives. Waits for whoever holds it.
// Thread rule: one object a thread.
#pragma once

#include <filesystem>

namespace grader {

class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

}  // namespace grader
