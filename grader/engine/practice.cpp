// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/practice.hpp>

#include <atomic>
#include <thread>

namespace grader {
namespace fs = std::filesystem;

std::vector<fs::path> lay_out_practice(const Course& course, const Lab& lab) {
  std::vector<fs::path> files;
  for (const fs::path& source : files_under(course.root / "grader/course/practice" / lab.id)) {
    const fs::path target = course.root / ".grader/practice" / lab.id / source.filename();
    if (!fs::exists(target)) write_text(target, read_text(source));
    files.push_back(target);
  }
  return files;
}

std::vector<PracticeFile> judge_practice(const std::string& tool, const fs::path& root,
                                         const std::vector<fs::path>& files) {
  std::vector<PracticeFile> judged(files.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      LintJob job;
      job.root = root;
      job.units = {files[i]};
      job.judged = files[i].parent_path();
      job.is_practice = true;
      LintResult result = lint(tool, job);
      judged[i] = {files[i], std::move(result.findings), std::move(result.error)};
    }
  };
  std::vector<std::jthread> workers;
  for (int i = 0; i < os::processor_count(); ++i) workers.emplace_back(work);
  workers.clear();  // joins
  return judged;
}

}  // namespace grader
