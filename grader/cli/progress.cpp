// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/progress.hpp>
#include <grader/report/catalogue.hpp>

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

namespace grader {
namespace {

bool is_line_shown = false;

std::string sentence_of(std::string_view stage, int done, int total, std::string_view what) {
  if (stage == "build" && total == 0) return say("progress.build-begins");
  return say("progress." + std::string(stage), done, total, what);
}

// For logs and pipes: nothing while all goes fast, and a sign of life where it takes its time.
// It has a thread of its own, because a compiler may say nothing for a minute.
class Ticker {
 public:
  Ticker() : thread_([this](const std::stop_token& stop) { tick(stop); }) {}

  void tell(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }

 private:
  void tick(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (auto passed = tick_time;; passed += tick_time) {
      wake_.wait_for(lock, stop, tick_time, [] { return false; });
      if (stop.stop_requested()) return;
      if (!text_.empty())
        std::fprintf(stderr, "%s\n", say("progress.so-far", text_, passed.count()).c_str());
    }
  }

  static constexpr std::chrono::seconds tick_time{10};
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::string text_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace

Progress progress_line(const Context&) {
  if (::isatty(STDERR_FILENO) == 0) {
    const auto ticker = std::make_shared<Ticker>();
    return [ticker](std::string_view stage, int done, int total, std::string_view what) {
      ticker->tell(sentence_of(stage, done, total, what));
    };
  }
  return [](std::string_view stage, int done, int total, std::string_view what) {
    const std::string text = sentence_of(stage, done, total, what);
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
