// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/own_children.hpp>
#include <grader/engine/process_tree.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <mutex>
#include <set>
#include <vector>

namespace grader::os {
namespace {

std::mutex mutex;  // guards own, and is held while a child is born: nobody sees it unnoted
std::set<pid_t> own;

std::vector<pid_t> strays() {
  const std::lock_guard lock(mutex);
  std::vector<pid_t> found;
  for (const pid_t child : children(::getpid()))
    if (!own.contains(child)) found.push_back(child);
  return found;
}

}  // namespace

pid_t fork_own() {
  const std::lock_guard lock(mutex);
  const pid_t child = ::fork();
  if (child > 0) own.insert(child);
  return child;
}

int wait_own(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex);
  own.erase(child);
  return status;
}

void own_present() {
  const std::lock_guard lock(mutex);
  for (const pid_t child : children(::getpid())) own.insert(child);
}

void end_strays() {
  // What a stray started becomes a stray when it is dead, and is found on the next round.
  for (int round = 0; round < 1000; ++round) {
    const std::vector<pid_t> found = strays();
    if (found.empty()) return;
    for (const pid_t stray : found) {
      ::kill(stray, SIGKILL);
      ::waitpid(stray, nullptr, WNOHANG);
    }
    const timespec pause{0, 1000000};
    ::nanosleep(&pause, nullptr);
  }
}

}  // namespace grader::os
