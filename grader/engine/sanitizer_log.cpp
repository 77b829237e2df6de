// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/sanitizer_log.hpp>
#include <grader/report/catalogue.hpp>

#include <array>

namespace grader {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Finding {
  std::string_view mark;  // as the sanitizer words it
  const char* sentence;   // id in the catalogue
};

constexpr std::array<Finding, 14> findings = {{
    {"data race", "sanitizer.race"},
    {"heap-use-after-free", "sanitizer.use-after-free"},
    {"attempting double-free", "sanitizer.double-free"},
    {"attempting free on address which was not malloc()-ed", "sanitizer.bad-free"},
    {"alloc-dealloc-mismatch", "sanitizer.mismatched-free"},
    {"new-delete-type-mismatch", "sanitizer.mismatched-delete"},
    {"heap-buffer-overflow", "sanitizer.out-of-bounds"},
    {"stack-buffer-overflow", "sanitizer.out-of-bounds"},
    {"stack-use-after-return", "sanitizer.dangling-local"},
    {"stack-use-after-scope", "sanitizer.dangling-local"},
    {"stack-overflow", "sanitizer.stack-overflow"},
    {"detected memory leaks", "sanitizer.leak"},
    {"SEGV on unknown address", "sanitizer.segv"},
    {"lock-order-inversion", "sanitizer.lock-order"},
}};

// "file.cpp:12:3: runtime error: load of null pointer": what stands after "runtime error: ".
std::string runtime_error(const std::string& log) {
  static constexpr std::string_view mark = "runtime error: ";
  const std::size_t at = log.find(mark);
  if (at == std::string::npos) return "";
  const std::size_t start = at + mark.size();
  return log.substr(start, log.find('\n', start) - start);
}

}  // namespace

bool is_memory_exhaustion(const std::string& log) {
  return has(log, "allocation-size-too-big") || has(log, "out-of-memory") ||
         has(log, "failed to allocate");
}

std::optional<Verdict> sanitizer_verdict(const std::string& log) {
  if (log.empty()) return std::nullopt;
  if (has(log, "WARNING: ThreadSanitizer") && !has(log, "ThreadSanitizer: heap-use-after-free"))
    return Verdict::race;
  if (has(log, "AddressSanitizer") && !has(log, "ERROR: LeakSanitizer")) return Verdict::ub;
  if (has(log, "runtime error: ") || has(log, "ThreadSanitizer")) return Verdict::ub;
  if (has(log, "LeakSanitizer: detected memory leaks")) return Verdict::leak;
  return std::nullopt;
}

std::string sanitizer_sentence(const std::string& log) {
  for (const Finding& finding : findings)
    if (has(log, finding.mark)) return say(finding.sentence);
  const std::string error = runtime_error(log);
  return error.empty() ? say("sanitizer.other") : say("sanitizer.runtime-error", error);
}

}  // namespace grader
