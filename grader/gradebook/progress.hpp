// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the learner has done so far, in .grader/progress.sqlite3.
//
// Interface:
//   record_run(root, run)     keeps the verdicts of a run of the learner's tree; any other tree's
//                             run is ignored. Never throws: returns a sentence if it could not
//   LearnerProgress(root)            opens the file, makes it if need be
//     tests()                 by id: the last verdict, the best one, how many attempts
//     hints_taken, take_hint  rungs of a task's hints, 0 to 3
//     solutions_shown, record_solution
//     last_task, visit        where the learner was last
//     notice()                a sentence if the file is of a newer version: then it is only read
//
// Invariants: keyed by the course's stable ids, which may be unknown to this version of the
// course: they are kept, and ignored. GRADER_ERROR and SKIPPED are no attempts and leave the last
// verdict as it was; BUILD and REFUSED replace the last verdict and are no attempts.
// Thread rule: one thread at a time; several processes may use one file.
#pragma once

#include <grader/gradebook/database.hpp>
#include <grader/report/result.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

struct TestProgress {
  Verdict last = Verdict::not_implemented;
  Verdict best = Verdict::not_implemented;
  int attempts = 0;
  std::int64_t at_s = 0;  // when it was judged last
};

class LearnerProgress {
 public:
  explicit LearnerProgress(const std::filesystem::path& root);

  void record(const RunResult& run, std::int64_t now_s);
  std::map<std::string, TestProgress> tests();

  int hints_taken(const std::string& task);
  void take_hint(const std::string& task, int rung, std::int64_t now_s);

  std::vector<std::string> solutions_shown(const std::string& task);
  void record_solution(const std::string& task, const std::string& function, std::int64_t now_s);

  std::string last_task();  // "" before the first
  void visit(const std::string& task, std::int64_t now_s);

  bool is_read_only() const { return is_read_only_; }
  const std::string& notice() const { return notice_; }

 private:
  void record_test(const TestResult& test, const RunResult& run, std::int64_t now_s);

  bool is_read_only_ = false;
  std::string notice_;
  std::optional<Database> database_;
};

std::string record_run(const std::filesystem::path& root, const RunResult& run);
std::int64_t seconds_now();

}  // namespace grader
