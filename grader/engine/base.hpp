// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Which code each task runs on (ARCHITECTURE.md, "Start anywhere").
//
// Interface: choose_base() says, for every task asked for, from which code its programs are built,
// writes the overlays that this needs, and notes in the run which tree each used task came from.
// With base auto the tasks that others use are judged first, by their public tests; where a stub is
// left that is not needed.
// Thread rule: before anything of the run is built.
#pragma once

#include <grader/engine/build.hpp>
#include <grader/engine/engine.hpp>

#include <map>
#include <string>

namespace grader {

// The code that the programs of `task` are built from, whatever it then rests on.
Code code_for(const Request& request, const Task& task);

std::map<std::string, Code> choose_base(const Course& course, const Request& request,
                                        RunResult& run, const Progress& progress);

}  // namespace grader
