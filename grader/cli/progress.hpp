// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a verb shows that it is at work, and where its report goes.
//
// Interface:
//   progress_line(context)                one line on stderr that is rewritten in place; where
//                                         stderr is no terminal, a line after every ten seconds
//   clear_progress()                      removes that line before a report is printed
//   deliver(report, file)                 to stdout, or to `file` where one is named
//
// Thread rule: the main thread; the engine calls progress from one thread at a time.
#pragma once

#include <grader/cli/context.hpp>
#include <grader/engine/engine.hpp>

#include <string>

namespace grader {

Progress progress_line(const Context& context);
void clear_progress();
void deliver(const std::string& report, const std::string& file);

}  // namespace grader
