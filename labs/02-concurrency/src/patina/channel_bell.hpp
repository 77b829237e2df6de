// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: a ChannelBell, on which threads sleep until something may have changed.
//
// Interface:
//   bell.wait(settled, look, patience)    sleeps until look() is true; false: the patience ended
//   bell.ring_one(), ring_all()           something has changed, for one or for everybody
//   bell.add(watcher, settled), remove    for select, see <patina/channel/watchers.hpp>
//
// You need none of it for the points. The reference's fast flavours are made with it: who rings
// pays one load if nobody listens, so that a message costs no system call unless somebody sleeps.
// Contract: who changes something does so between a seq_cst write that says "I am at it" and
// ring_one(); settled() reads that with seq_cst and is true iff nobody is at it.
// Thread rule: any thread may call any function.
#pragma once

#include <patina/channel/patience.hpp>
#include <patina/channel/watchers.hpp>
#include <patina/raw_mutex.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>

#include <cstdint>

namespace patina {


}  // namespace patina
