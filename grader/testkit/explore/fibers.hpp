// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Fibers: stacks, the switch between them, and what has to be carried over by hand.
//
// Interface: prepare_fiber(thread) gives it a stack and an entry; release_fibers() takes all stacks
// back, whether their fibers came to an end or not. A fiber that did not is never unwound.
//
// Carried over at a switch: the exceptions that are being handled (__cxa_get_globals), and what
// AddressSanitizer knows about stacks, if it is there.
// Thread rule: one thread of the system.
#pragma once

#include "world.hpp"

namespace testkit::explore {

void prepare_fiber(Thread& thread);
void release_fibers();
bool is_on_a_stack(const void* address);  // of a fiber
void enter_first();                       // from home to the current thread; returns at its end

}  // namespace testkit::explore
