// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Waits for a source file to be saved, or a key to be pressed, whichever comes first.
//
// Interface:
//   FileWatch watch(folders, poll)     the C++ files below `folders`, as they are now
//   watch.wait(input)                  the next event; `input` is where keys come from
//   watch.forget()                     what changed until now is old news
//
// What has changed is always found by looking at the files (time and size); the system's word is
// only a reason to look. So editors that write aside and rename, files that come and go, and mounts
// that send no word at all need no rules of their own. Where the system is known to send none (a
// Windows folder under WSL, a network mount) it is asked every 300 ms.
// Invariants: an event comes once 100 ms have passed without a further change; a file that is only
// read, and any file that is not C++, is no event.
// Thread rule: one thread.
#pragma once

#include <grader/engine/os_notice.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace grader {

struct WatchEvent {
  enum class Kind { changed, key, closed };  // closed: the terminal is gone
  Kind kind = Kind::closed;
  char key = 0;
  std::vector<std::filesystem::path> files;  // what changed, came or went
};

class FileWatch {
 public:
  FileWatch(std::vector<std::filesystem::path> folders, bool wants_polling);

  WatchEvent wait(int input_fd);
  void forget() { known_ = look(); }
  bool is_polling() const { return notices_.fd() < 0; }

 private:
  using Stamp = std::pair<std::int64_t, std::uintmax_t>;  // last write time, size
  using Files = std::map<std::filesystem::path, Stamp>;

  Files look() const;
  std::vector<std::filesystem::path> changes();

  std::vector<std::filesystem::path> folders_;
  os::Notices notices_;
  Files known_;
};

}  // namespace grader
