// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the engine asks of the operating system; os_linux.cpp answers. Another system is a second
// file with the same functions.
//
// Interface:
//   run_process(command)          runs a helper program (compiler, ninja) to its end
//   supervise(job)                runs one judged process under limits, and says how it ended
//   become(arguments, folder)     this process goes on as another program (a debugger)
//   become_subreaper()            orphans of judged processes become our children
//   processor_count(), processor_name(), load()    the machine
//   usable_processors()           those that we may run on, neighbours on different cores
//   processor_time()              how busy the machine was so far, and how much of it with us
//
// Invariants: when supervise() returns, no process that the job started is left, whatever it did
// (fork, setsid, double fork). Output beyond the cap is dropped, the process is ended.
// Thread rule: run_process and supervise may be called from several threads at once, after
// become_subreaper().
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace grader::os {

struct Command {
  std::vector<std::string> arguments;  // [0] is looked up in PATH
  std::filesystem::path folder;        // empty: the current one
  std::vector<std::string> environment;  // "NAME=value", in addition to ours
  std::function<void(std::string_view)> on_output;  // called with pieces as they come
};

struct Completed {
  int status = -1;  // exit code, or 128 + signal
  std::string output;  // stdout and stderr together
  bool was_started = true;
};
Completed run_process(const Command& command);

struct Limits {
  int cpu_ms = 5000;
  int asleep_wall_ms = 5000;  // for a process whose threads all sleep
  int wall_ms = 10000;        // for one that wants to run: a busy machine may keep it waiting
  std::size_t memory_bytes = std::size_t{2} << 30;  // resident, of the whole tree
  std::size_t output_bytes = std::size_t{1} << 20;
};

struct Job {
  std::filesystem::path program;
  std::vector<std::string> arguments;  // without argv[0]; "--channel=" is appended
  std::filesystem::path folder;        // its working folder, which is its own
  std::vector<std::string> environment;  // the whole of it
  std::string assignment;              // written to its channel before it starts
  Limits limits;
};

enum class Cut { none, wall, cpu, memory, output, stopped };

struct Ended {
  bool was_started = true;
  int exit_code = -1;     // -1 if it was ended by a signal
  int signal = 0;
  Cut cut = Cut::none;    // the limit that ended it
  bool all_asleep = false;  // cut == wall: no thread was runnable and no CPU used for a second
  std::string records;    // what came over the channel, whole lines
  std::string output;     // stdout and stderr, head and tail
  std::string stacks;     // cut == wall or cpu: all threads' stacks where gdb is there
  std::int64_t wall_ms = 0;
  std::int64_t cpu_ms = 0;
  std::size_t memory_bytes_max = 0;
  int orphans = 0;        // processes it left behind, which were ended
};
Ended supervise(const Job& job);

void become_subreaper();

// This process goes on as another program, with the same terminal. Returns only if that program
// could not be started.
void become(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

int processor_count();
std::string processor_name();  // as its maker calls it; empty if the system doesn't say
double load();                 // processes that wanted to run, on average over the last minute

// The hardware threads of one core stand as far apart as they can.
std::vector<int> usable_processors();

struct ProcessorTime {
  double all_seconds = 0;   // of all processors, since the machine was started
  double ours_seconds = 0;  // of this process and of those that it has waited for
};
ProcessorTime processor_time();

}  // namespace grader::os
