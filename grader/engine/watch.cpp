// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/watch.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <set>
#include <string>

namespace grader {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr int quiet_ms = 100;
constexpr int polling_ms = 300;

int ms_until(Clock::time_point moment) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

bool is_source(const fs::path& file) {
  static const std::set<std::string> kinds = {".hpp", ".h", ".cpp", ".cc", ".ipp"};
  const std::string name = file.filename().string();
  return kinds.contains(file.extension().string()) && !name.starts_with(".") &&
         !name.starts_with("#");
}

}  // namespace

FileWatch::FileWatch(std::vector<fs::path> folders, bool wants_polling)
    : folders_(std::move(folders)) {
  if (!wants_polling) notices_ = os::Notices(folders_);
  known_ = look();
}

FileWatch::Files FileWatch::look() const {
  Files files;
  for (const fs::path& folder : folders_) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
      std::error_code gone;  // between the listing and the look: it will be missed
      if (!is_source(at->path())) continue;
      const auto time = at->last_write_time(gone);
      const auto size = at->file_size(gone);
      if (!gone) files[at->path()] = {time.time_since_epoch().count(), size};
    }
  }
  return files;
}

std::vector<fs::path> FileWatch::changes() {
  const Files now = look();
  std::set<fs::path> changed;
  for (const auto& [file, stamp] : now) {
    const auto before = known_.find(file);
    if (before == known_.end() || before->second != stamp) changed.insert(file);
  }
  for (const auto& [file, stamp] : known_)
    if (!now.contains(file)) changed.insert(file);
  known_ = now;
  return {changed.begin(), changed.end()};
}

WatchEvent FileWatch::wait(int input_fd) {
  std::set<fs::path> seen;
  Clock::time_point quiet_at{};
  for (;;) {
    // Once something has changed keys wait their turn: only files are listened to.
    pollfd fds[2] = {{notices_.fd(), POLLIN, 0}, {seen.empty() ? input_fd : -1, POLLIN, 0}};
    const int patience = !seen.empty() ? ms_until(quiet_at) : is_polling() ? polling_ms : -1;
    const int count = ::poll(fds, 2, patience);
    if (count < 0 && errno != EINTR) return {};
    if (count > 0 && fds[1].revents != 0) {
      char key = 0;
      if (::read(input_fd, &key, 1) != 1) return {};
      return {WatchEvent::Kind::key, key, {}};
    }
    notices_.drain();
    const std::vector<fs::path> found = changes();
    if (!found.empty()) quiet_at = Clock::now() + std::chrono::milliseconds(quiet_ms);
    seen.insert(found.begin(), found.end());
    if (!seen.empty() && ms_until(quiet_at) == 0)
      return {WatchEvent::Kind::changed, 0, {seen.begin(), seen.end()}};
  }
}

}  // namespace grader
