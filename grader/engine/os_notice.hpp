// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The system's word that something below some folders may have changed; os_linux_notice.cpp asks
// inotify.
//
// Interface:
//   Notices notices(folders)     listens to the folders and all below them
//   fd()                         becomes readable on a notice; -1: this system or mount sends none
//   drain()                      reads what has come, and listens to folders that are new
//
// Invariant: a notice may be false, but a change of a file goes without one only where fd() is -1.
// Thread rule: one thread.
#pragma once

#include <filesystem>
#include <vector>

namespace grader::os {

class Notices {
 public:
  Notices() = default;  // sends nothing
  explicit Notices(std::vector<std::filesystem::path> folders);
  ~Notices();
  Notices(Notices&& other) noexcept;
  Notices& operator=(Notices&& other) noexcept;

  int fd() const { return fd_; }
  void drain();

 private:
  void listen();

  int fd_ = -1;
  std::vector<std::filesystem::path> folders_;
};

}  // namespace grader::os
