// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/os_notice.hpp>

#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace grader::os {
namespace fs = std::filesystem;
namespace {

// Mounts whose files change without the kernel's knowledge: 9p (WSL), CIFS, SMB2, NFS, FUSE.
bool is_silent_mount(const fs::path& folder) {
  struct statfs about {};
  if (::statfs(folder.c_str(), &about) != 0) return false;
  const auto type = static_cast<unsigned long>(about.f_type) & 0xffffffffUL;
  for (const unsigned long silent :
       {0x01021997UL, 0xff534d42UL, 0xfe534d42UL, 0x6969UL, 0x65735546UL})
    if (type == silent) return true;
  return false;
}

}  // namespace

Notices::Notices(std::vector<fs::path> folders) : folders_(std::move(folders)) {
  for (const fs::path& folder : folders_)
    if (is_silent_mount(folder)) return;
  fd_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd_ >= 0) listen();
}

Notices::~Notices() {
  if (fd_ >= 0) ::close(fd_);
}

Notices::Notices(Notices&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), folders_(std::move(other.folders_)) {}

Notices& Notices::operator=(Notices&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(folders_, other.folders_);
  return *this;
}

// Folders are watched, not files: an editor that renames puts a new file in the old one's place.
// Listening twice to a folder changes nothing, so this may be called again at any time.
void Notices::listen() {
  static constexpr unsigned what = IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM |
                                   IN_CREATE | IN_DELETE | IN_ONLYDIR;
  std::error_code ignored;
  bool is_refused = false;
  for (const fs::path& folder : folders_) {
    is_refused |= ::inotify_add_watch(fd_, folder.c_str(), what) < 0 && fs::exists(folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder, ignored))
      if (entry.is_directory(ignored))
        is_refused |= ::inotify_add_watch(fd_, entry.path().c_str(), what) < 0;
  }
  if (!is_refused) return;
  ::close(fd_);  // the system's limit on watches: better none than half
  fd_ = -1;
}

void Notices::drain() {
  if (fd_ < 0) return;
  std::array<char, 4096> buffer{};
  while (::read(fd_, buffer.data(), buffer.size()) > 0) {
  }
  listen();
}

}  // namespace grader::os
