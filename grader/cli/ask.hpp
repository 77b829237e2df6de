// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Questions that several verbs ask.
//
// Interface:
//   confirm(context, question, yes)   asks on a terminal; `yes` (from --yes) answers beforehand;
//                                     without a terminal and without it, a UsageError
//   task_named(course, word)          the task, or a UsageError that names the nearest ones
//   where_now(course, progress)       the task that the learner is at; null if all is done
//
// Thread rule: the main thread alone.
#pragma once

#include <grader/cli/context.hpp>
#include <grader/gradebook/progress.hpp>

#include <string>

namespace grader {

bool confirm(const Context& context, const std::string& question, bool yes);
const Task& task_named(const Course& course, const std::string& word);
const Task* where_now(const Course& course, LearnerProgress& progress);

}  // namespace grader
