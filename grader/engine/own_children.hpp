// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Which of our child processes we started ourselves. A judged program that kills the warden that
// watches over it leaves its processes to us, as we are the next subreaper: those are strays.
//
// Interface:
//   fork_own()            fork(), and the child is known as ours from its first moment
//   wait_own(child)       waits for its end, and forgets it; returns its status
//   own_present()         those that we have by now are none of our business; asked once, early
//   end_strays()          ends every other child, and whatever it started
//
// REQUIRES: whoever forks in this process does it by fork_own, or else its child is a stray.
// Thread rule: all may be called from several threads at once. The child of fork_own may call
// none of them.
#pragma once

#include <sys/types.h>

namespace grader::os {

pid_t fork_own();
int wait_own(pid_t child);
void own_present();
void end_strays();

}  // namespace grader::os
