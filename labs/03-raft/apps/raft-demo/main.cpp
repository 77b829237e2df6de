// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// raft-demo: three nodes, each on a thread, with lab 02's channels for a network and SegmentStore
// for a disk. Kill them, bring them back, and watch.
//
//   ./grade play 03 raft-demo [3a..3e] [seed=N] [SCRIPT]
//
// 3b stands for the rules of all tasks up to that one. At a terminal ten ticks a second pass while
// you think; `help` says what to type. A script, or whatever comes by a pipe, is done line by line,
// and time passes only where a line says so: the same lines give the same output, however busy the
// machine is. Nothing here listens on a network.
#include "console.hpp"

#include <patina/base/not_implemented.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick_at_a_terminal{100};

struct Options {
  char rules = 'e';
  std::uint64_t seed = 1;
  std::string script;
  bool is_understood = true;
};

Options read_options(const std::vector<std::string>& words) {
  Options options;
  for (const std::string& word : words) {
    if (word.size() == 2 && word[0] == '3' && word[1] >= 'a' && word[1] <= 'e') {
      options.rules = word[1];
    } else if (word.starts_with("seed=")) {
      options.seed = std::strtoull(word.c_str() + 5, nullptr, 10);
    } else if (options.script.empty() && !word.starts_with("-")) {
      options.script = word;
    } else {
      options.is_understood = false;
    }
  }
  return options;
}

// Beside the program, which stands where nobody's work is; gone at the end.
class Folder {
 public:
  Folder() : path_((fs::read_symlink("/proc/self/exe").parent_path() / "demo-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw std::system_error(errno, std::generic_category());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void print(const std::string& line) { std::cout << line << std::endl; }

void run_script(std::istream& lines, demo::Console& console) {
  for (std::string line; std::getline(lines, line);) {
    print("> " + line);
    if (!console.run(line)) return;
  }
}

// False at the end of the input. `typed` is what has come of a line that is not whole yet.
bool read_more(std::string& typed) {
  char text[256];
  const ssize_t count = ::read(STDIN_FILENO, text, sizeof text);
  if (count > 0) typed.append(text, static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

// So that the folder goes too.
volatile std::sig_atomic_t is_interrupted = 0;
void interrupt(int) { is_interrupted = 1; }

void run_terminal(demo::Town& town, demo::Console& console) {
  print("Three nodes are up. `help` says what there is to type.");
  std::string typed;
  auto next_tick = Clock::now() + tick_at_a_terminal;
  std::signal(SIGINT, interrupt);
  while (!town.is_over() && is_interrupted == 0) {
    using std::chrono::milliseconds;
    const auto left = std::chrono::duration_cast<milliseconds>(next_tick - Clock::now());
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&input, 1, static_cast<int>(std::max(left, milliseconds{0}).count()));
    if (ready > 0 && !read_more(typed)) return;
    for (std::size_t end; (end = typed.find('\n')) != std::string::npos; typed.erase(0, end + 1))
      if (!console.run(typed.substr(0, end))) return;
    if (Clock::now() < next_tick) continue;
    town.tick();
    next_tick += tick_at_a_terminal;
  }
}

int run(const Options& options) {
  const Folder folder;
  demo::Town town(patina::raft::features_up_to(options.rules), options.seed, folder.path(), print);
  if (town.is_over()) return 1;  // a node has said why
  demo::Console console(town, print);
  if (!options.script.empty()) {
    std::ifstream script(options.script);
    if (!script) return print("There is no script " + options.script + "."), 2;
    run_script(script, console);
  } else if (::isatty(STDIN_FILENO) != 0) {
    run_terminal(town, console);
  } else {
    run_script(std::cin, console);
  }
  return town.is_over() ? 1 : console.exit_code();
}

}  // namespace

int main(int count, char** words) {
  const Options options = read_options({words + 1, words + count});
  if (!options.is_understood) {
    print("raft-demo [3a..3e] [seed=N] [SCRIPT]");
    return 2;
  }
  try {
    return run(options);
  } catch (const patina::not_implemented_error& undone) {  // of an earlier lab's
    print(undone.what());
    return 1;
  }
}
