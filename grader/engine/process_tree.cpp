// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/os.hpp>
#include <grader/engine/process_tree.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace grader::os {
namespace {

std::string read_file(const std::string& path) {
  std::string text;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return text;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = ::read(fd, buffer.data(), buffer.size())) > 0)
    text.append(buffer.data(), static_cast<std::size_t>(count));
  ::close(fd);
  return text;
}

template <class Visit>
void each_number_in(const std::string& folder, Visit visit) {
  DIR* const entries = ::opendir(folder.c_str());
  if (entries == nullptr) return;
  while (const dirent* entry = ::readdir(entries)) {
    char* end = nullptr;
    const long number = std::strtol(entry->d_name, &end, 10);
    if (end != entry->d_name && *end == '\0') visit(static_cast<pid_t>(number));
  }
  ::closedir(entries);
}

// The children of every thread of `process`. Needs CONFIG_PROC_CHILDREN, which Debian, Ubuntu and
// Fedora kernels have.
void add_children(pid_t process, std::vector<pid_t>& found) {
  const std::string tasks = "/proc/" + std::to_string(process) + "/task";
  each_number_in(tasks, [&](pid_t thread) {
    const std::string text = read_file(tasks + "/" + std::to_string(thread) + "/children");
    const char* next = text.c_str();
    char* end = nullptr;
    for (long child = std::strtol(next, &end, 10); end != next;
         child = std::strtol(next, &end, 10)) {
      found.push_back(static_cast<pid_t>(child));
      next = end;
    }
  });
}

struct Stat {
  char state = 'Z';
  std::int64_t ticks = 0;     // its own
  std::size_t pages = 0;
};

Stat read_stat(const std::string& path) {
  Stat stat;
  const std::string text = read_file(path);
  const std::size_t name_end = text.rfind(')');  // the name may hold anything, even ')'
  if (name_end == std::string::npos) return stat;
  unsigned long user = 0;
  unsigned long system = 0;
  unsigned long reaped_user = 0;
  unsigned long reaped_system = 0;
  long pages = 0;
  std::sscanf(text.c_str() + name_end + 1,
              " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu %*d %*d %*d %*d %*u "
              "%*u %ld",
              &stat.state, &user, &system, &reaped_user, &reaped_system, &pages);
  stat.ticks = static_cast<std::int64_t>(user + system + reaped_user + reaped_system);
  stat.pages = pages > 0 ? static_cast<std::size_t>(pages) : 0;
  return stat;
}

}  // namespace

std::vector<pid_t> children(pid_t process) {
  std::vector<pid_t> found;
  add_children(process, found);
  return found;
}

std::vector<pid_t> descendants(pid_t root) {
  std::vector<pid_t> found;
  add_children(root, found);
  for (std::size_t i = 0; i < found.size() && found.size() < 10000; ++i)
    add_children(found[i], found);
  return found;
}

TreeUse measure(pid_t root) {
  static const long ticks_per_s = ::sysconf(_SC_CLK_TCK);
  static const long page_bytes = ::sysconf(_SC_PAGESIZE);
  TreeUse use;
  for (const pid_t process : descendants(root)) {
    const std::string folder = "/proc/" + std::to_string(process);
    const Stat whole = read_stat(folder + "/stat");
    use.memory_bytes += whole.pages * static_cast<std::size_t>(page_bytes);
    use.cpu_ms += whole.ticks * 1000 / ticks_per_s;
    ++use.processes;
    each_number_in(folder + "/task", [&](pid_t thread) {
      if (read_stat(folder + "/task/" + std::to_string(thread) + "/stat").state == 'R')
        use.is_runnable = true;
    });
  }
  return use;
}

int end_descendants() {
  int ended = 0;
  // A process that forks while we walk is found on the next round; a dead one cannot fork.
  for (int round = 0; round < 1000; ++round) {
    const std::vector<pid_t> left = descendants(::getpid());
    int alive = 0;
    for (const pid_t process : left) {
      if (read_stat("/proc/" + std::to_string(process) + "/stat").state == 'Z') continue;
      ::kill(process, SIGKILL);
      ++alive;
    }
    if (round == 0) ended = alive;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (left.empty()) break;
    const timespec pause{0, 1000000};
    ::nanosleep(&pause, nullptr);
  }
  return ended;
}

std::string stacks_of(pid_t process) {
  const Completed gdb = run_process({{"timeout", "-s", "KILL", "8", "gdb", "-p",
                                      std::to_string(process), "-batch", "-nx", "-ex",
                                      "set print frame-arguments none", "-ex",
                                      "thread apply all backtrace 30"},
                                     {},
                                     {"DEBUGINFOD_URLS="},
                                     {}});
  const std::size_t start = gdb.output.find("\nThread ");
  if (!gdb.was_started || start == std::string::npos) return "";
  return gdb.output.substr(start + 1, 20000);
}

}  // namespace grader::os
