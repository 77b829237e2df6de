// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/progress.hpp>
#include <grader/report/catalogue.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace grader {
namespace {

bool is_line_shown = false;

}  // namespace

Progress progress_line(const Context&) {
  if (::isatty(STDERR_FILENO) == 0) return [](std::string_view, int, int, std::string_view) {};
  return [](std::string_view stage, int done, int total, std::string_view what) {
    const std::string text = say("progress." + std::string(stage), done, total, what);
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    is_line_shown = true;
  };
}

void clear_progress() {
  if (is_line_shown) std::fputs("\r\033[K", stderr);
  is_line_shown = false;
}

void deliver(const std::string& report, const std::string& file) {
  if (file.empty()) {
    std::fwrite(report.data(), 1, report.size(), stdout);
    std::fflush(stdout);
    return;
  }
  // Whole or not at all: a course platform must never read half a report.
  const std::filesystem::path target(file);
  const std::filesystem::path draft = file + ".part";
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path());
  std::ofstream stream(draft, std::ios::binary);
  stream << report;
  stream.close();
  if (!stream) throw UsageError(say("deliver.cannot-write", file));
  std::filesystem::rename(draft, target);
}

}  // namespace grader
