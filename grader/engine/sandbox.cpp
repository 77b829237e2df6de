// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/sandbox.hpp>

#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <vector>

namespace grader {
namespace fs = std::filesystem;
namespace {

std::atomic<int> next_place{1};

constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::vector<std::string> environment(const Place& place) {
  const std::string log = (place.logs() / "log").string();
  return {
      "PATH=/usr/bin:/bin",
      "LANG=C.UTF-8",
      "HOME=" + place.work().string(),
      "TMPDIR=" + place.work().string(),
      // halt at the first finding, say where, and leave a mark that no exit code can undo
      "ASAN_OPTIONS=log_path=" + log +
          ":exitcode=66:detect_leaks=1:detect_stack_use_after_return=1:"
          "allocator_may_return_null=0:color=never",
      "LSAN_OPTIONS=exitcode=66:report_objects=0",
      "UBSAN_OPTIONS=log_path=" + log + ":print_stacktrace=1:color=never",
      "TSAN_OPTIONS=log_path=" + log + ":exitcode=66:halt_on_error=1:color=never",
  };
}

// What a grader that was stopped could not remove: the folders of processes that are no more.
void remove_left_places(const fs::path& scratch) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(scratch, ignored)) {
    const int owner = std::atoi(entry.path().filename().c_str());
    const bool is_gone = owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH;
    if (is_gone) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Place::Place(const fs::path& scratch)
    : folder_(scratch / fmt::format("{}-{}", ::getpid(), next_place++)) {
  static std::once_flag once;
  std::call_once(once, remove_left_places, scratch);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);  // of one that had our number
  fs::create_directories(work());
  fs::create_directories(logs());
}

Place::~Place() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Place::sanitizer_log() const {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(logs(), ignored)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) {
    std::ifstream stream(file);
    all.append(std::istreambuf_iterator<char>(stream), {});
  }
  return all;
}

Proof make_proof() {
  std::uint64_t words[2] = {};
  if (::getrandom(words, sizeof words, 0) != sizeof words) words[0] = 1;
  return {fmt::format("{:016x}{:016x}", words[0], words[1]),
          80 + static_cast<int>((words[0] ^ words[1]) % 40)};
}

os::Job make_job(const fs::path& program, const Test& test, const Place& place, const Proof& proof,
                 Sanitize sanitize, std::uint64_t seed, int timeout_s) {
  const bool is_plain = sanitize == Sanitize::none;
  os::Job job;
  job.program = program;
  job.folder = place.work();
  job.environment = environment(place);
  job.assignment =
      fmt::format("PATINA1 {} {} {} {}\n", proof.nonce, proof.exit_code, test.id, seed);
  job.limits.cpu_ms = timeout_s * 1000 * (is_plain ? 1 : 4);
  job.limits.asleep_wall_ms = timeout_s * 1000;
  job.limits.wall_ms = job.limits.cpu_ms * 2;
  job.limits.memory_bytes = (is_plain ? 1024 : 4096) * mebibyte;
  return job;
}

}  // namespace grader
