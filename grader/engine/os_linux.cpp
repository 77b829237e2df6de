// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Linux: helper programs. Judged programs are os_linux_supervise.cpp's business.
#include <grader/engine/os.hpp>
#include <grader/engine/own_children.hpp>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace grader::os {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const std::vector<std::string>& additions) {
  std::vector<std::string> all = additions;  // first: of two equal names the first one counts
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);
  return all;
}

[[noreturn]] void exec_helper(const Command& command, int output, std::vector<char*>& arguments,
                              std::vector<char*>& environment) {
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!command.folder.empty() && ::chdir(command.folder.c_str()) != 0) ::_exit(127);
  ::execvpe(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

}  // namespace

Completed run_process(const Command& command) {
  Completed completed;
  std::vector<std::string> words = command.arguments;
  std::vector<std::string> variables = environment_with(command.environment);
  std::vector<char*> arguments = pointers(words);
  std::vector<char*> environment = pointers(variables);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {-1, "", false};
  const pid_t child = fork_own();
  if (child == 0) exec_helper(command, ends[1], arguments, environment);
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return {-1, "", false};
  }
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::read(ends[0], buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(count));
    completed.output += piece;
    if (command.on_output) command.on_output(piece);
  }
  ::close(ends[0]);
  const int status = wait_own(child);
  completed.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  completed.was_started = completed.status != 127;
  return completed;
}

void become_subreaper() {
  own_present();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void become(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  std::vector<std::string> words = arguments;
  std::vector<char*> pointed = pointers(words);
  if (::chdir(folder.c_str()) == 0) ::execvp(pointed[0], pointed.data());
}

int processor_count() {
  const unsigned count = std::thread::hardware_concurrency();
  return count == 0 ? 1 : static_cast<int>(count);
}

std::string processor_name() {
  static constexpr std::string_view mark = "model name";
  std::ifstream stream("/proc/cpuinfo");
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with(mark) && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "";
}

double load() {
  double last_minute = 0;
  return ::getloadavg(&last_minute, 1) == 1 ? last_minute : 0;
}

std::vector<int> usable_processors() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return {0};
  std::map<std::string, int> threads_seen;   // by core
  std::vector<std::pair<int, int>> by_rank;  // the n-th thread of its core, number
  for (int number = 0; number < CPU_SETSIZE; ++number) {
    if (!CPU_ISSET(static_cast<std::size_t>(number), &allowed)) continue;
    std::ifstream stream("/sys/devices/system/cpu/cpu" + std::to_string(number) +
                         "/topology/thread_siblings_list");
    std::string core;
    if (!std::getline(stream, core)) core = std::to_string(number);
    by_rank.emplace_back(threads_seen[core]++, number);
  }
  std::sort(by_rank.begin(), by_rank.end());
  std::vector<int> numbers;
  for (const auto& [rank, number] : by_rank) numbers.push_back(number);
  return numbers;
}

// /proc/stat begins "cpu user nice system idle iowait irq softirq steal ..", in hundredths.
ProcessorTime processor_time() {
  ProcessorTime time;
  std::ifstream stream("/proc/stat");
  std::string word;
  stream >> word;
  const double tick_seconds = 1.0 / static_cast<double>(::sysconf(_SC_CLK_TCK));
  double ticks = 0;
  for (int field = 0; field < 8 && stream >> ticks; ++field)
    if (field != 3 && field != 4) time.all_seconds += ticks * tick_seconds;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    for (const timeval& part : {used.ru_utime, used.ru_stime})
      time.ours_seconds +=
          static_cast<double>(part.tv_sec) + 1e-6 * static_cast<double>(part.tv_usec);
  }
  return time;
}

}  // namespace grader::os
