// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The life of a thread of an execution.
//
// Interface: run_thread() is the body of every fiber; add_thread(body, argument) makes the record
// of a new thread and returns its number. Thread rule: one thread of the system.
#pragma once

namespace testkit::explore {

[[noreturn]] void run_thread();
int add_thread(void (*body)(void*), void* argument);

}  // namespace testkit::explore
