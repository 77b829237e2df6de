// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What /proc says about a process and all that descend from it. Linux only.
//
// Interface:
//   children(process)     the children of all its threads
//   descendants(root)     every process below `root`, without it
//   measure(root)         resident memory and CPU time of root's descendants, and whether any of
//                         their threads could run
//   end_descendants()     ends and reaps all descendants of the calling process; and counts
//                         them
//
// A process that ends while it is looked at counts as gone. Not an error.
// Thread rule: stateless; end_descendants() is for a single-threaded process.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace grader::os {

struct TreeUse {
  std::size_t memory_bytes = 0;
  std::int64_t cpu_ms = 0;
  bool is_runnable = false;  // some thread is running or ready to
  int processes = 0;
};

std::vector<pid_t> children(pid_t process);
std::vector<pid_t> descendants(pid_t root);
TreeUse measure(pid_t root);
int end_descendants();

// What each thread of a process is doing, as gdb tells it; empty where there is no gdb.
std::string stacks_of(pid_t process);

}  // namespace grader::os
