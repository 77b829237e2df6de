// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Where a learner stands: the course seen through the progress file.
//
// Interface:
//   standing(course, tests)             of each task, how many of its tests passed last time
//   next_task(standings, last_task)     the task to work on; null when everything is done
//   core_is_done(standings, lab)        has every core task of the lab been done?
//
// Only tests that can be judged here in the default mode count: not those that need a sanitizer,
// nor hidden ones that were not handed out.
// Thread rule: pure, but for looking whether hidden tests are there and when files were edited.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/gradebook/progress.hpp>

#include <map>
#include <string>
#include <vector>

namespace grader {

struct TaskStanding {
  const Lab* lab = nullptr;
  const Task* task = nullptr;
  int passed = 0;
  int total = 0;
  int tried = 0;          // tests whose last verdict was neither PASS nor NOT_IMPLEMENTED
  bool is_stale = false;  // was one of its files edited after it was judged last?

  bool is_done() const { return passed == total && !is_stale; }
  bool is_begun() const { return passed + tried > 0; }
};

std::vector<TaskStanding> standing(const Course& course,
                                   const std::map<std::string, TestProgress>& tests);

// Where the learner was last, if that is not done; else the first core task of that lab that is not
// done, else the first of all, else the first stretch task.
const TaskStanding* next_task(const std::vector<TaskStanding>& standings,
                              const std::string& last_task);

bool core_is_done(const std::vector<TaskStanding>& standings, const Lab& lab);

}  // namespace grader
