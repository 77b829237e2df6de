// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/gate.hpp>
#include <grader/engine/gate_scan.hpp>

#include <algorithm>

namespace grader {
namespace fs = std::filesystem;
namespace {

struct GateRule {
  const char* name;
  std::string pattern;
  bool is_for_comments = false;
  bool is_for_some_labs = false;  // holds where a lab's manifest refuses it
};

// What threads share, past patina/rt: neither the explorer nor a model of memory would see it.
// <mutex> and <shared_mutex> are let through, because std::lock_guard and its like lock any mutex.
void add_raw_rules(std::vector<GateRule>& rules) {
  const auto add = [&](const char* name, const std::string& names, const std::string& more) {
    rules.push_back({name, R"(\bstd\s*::\s*(?:)" + names + R"()\b)" + more, false, true});
  };
  const auto include = [](const std::string& headers) {
    return R"re(|#\s*include\s*["<](?:)re" + headers + R"re()[">])re";
  };
  add("raw-atomic", R"(atomic\w*)",
      include(R"(atomic|stdatomic\.h)") + R"(|\b__(?:atomic|sync)_\w+)");
  add("raw-lock",
      "(?:(?:recursive_|shared_)?(?:timed_)?mutex)|once_flag|call_once|counting_semaphore|"
      "binary_semaphore|latch|barrier",
      include("semaphore|latch|barrier"));
  add("raw-condition", R"(condition_variable\w*)", include("condition_variable"));
  add("raw-thread", "j?thread|this_thread|async|promise|future|shared_future|packaged_task",
      include(R"(thread|future|pthread\.h)") + R"(|\bpthread_\w+)");
  rules.push_back({"raw-volatile", R"(\bvolatile\b)", false, true});
}

// A call of a plain function of that name: not a member's, nor one of another namespace than std.
std::string call_of(const std::string& names) {
  return R"((?:^|[^\w.>:])(?:::\s*)?(?:std\s*::\s*)?(?:)" + names + R"()\s*\()";
}

std::vector<GateRule> make_rules() {
  const std::string pragma = R"(#\s*pragma\s+(?:GCC|clang)\s+)";
  const std::string operator_pragma = R"re(|_Pragma\s*\(\s*"[^"]*)re";
  const std::string define = R"(#\s*(?:define|undef)\s+)";
  std::vector<GateRule> rules = {
      {"system-header", pragma + "system_header" + operator_pragma + "system_header"},
      {"silenced-warning", pragma + R"(diagnostic\s+(?:ignored|warning))" + operator_pragma +
                               R"(diagnostic\s+(?:ignored|warning))"},
      {"optimisation-pragma", pragma + R"((?:optimize|target|push_options)|\boptimize\s*\(\s*"")"},
      {"nolint", R"(\bNOLINT)", true},
      {"no-sanitize", R"(\bno_sanitize|\bdisable_sanitizer_instrumentation\b)"},
      {"sanitizer-hook",
       R"(\b__(?:asan|lsan|ubsan|tsan|msan)_[a-z_]+\b|\b__sanitizer_[a-z_]+\b)"},
      {"redefined-keyword",
       define + "(?:private|protected|public|class|struct|const|constexpr|delete|new|explicit|"
                "virtual|final|noexcept|requires|concept|static_assert|if|while|for|return|throw|"
                R"(try|catch|true|false|mutable|friend)\b)"},
      {"redefined-macro", define + "(?:CHECK|REQUIRE|TEST_CASE|SECTION|PATINA_ASSERT|PATINA_TODO|"
                                   R"(PATINA_TWIN|PATINA_EXPLORE|NDEBUG|assert)\b)"},
      {"own-main", R"(\b(?:int|auto|void)\s+main\s*\()"},
      {"early-exit", call_of("_exit|_Exit|quick_exit|at_quick_exit|atexit|exit|on_exit")},
      {"before-main", R"(\b(?:constructor|destructor)\s*(?:\(\s*\d+\s*\))?\s*(?:\]\s*\]|\)\s*\)))"
                      R"(|\binit_priority\b)"},
      {"signal-handler",
       call_of("sigaction|sigprocmask|set_terminate") + R"(|\bsignal\s*\(\s*SIG)"},
      {"system-call", call_of("syscall|ptrace|fork|vfork|execve|execv|execvp|execl|execlp|dlsym|"
                              "dlopen|mprotect|setsid|setrlimit|prctl")},
      {"assembly", R"(\b(?:asm|__asm__|__asm)\b)"},
      {"test-frame", R"(\bTEST_CASE\s*\(|\bnamespace\s+(?:Catch|testkit)\b)"
                     R"(|\b(?:Catch|testkit)\s*::)"
                     R"re(|#\s*include\s*["<](?:catch2|testkit)/)re"},
      {"reads-solution", R"re(#\s*include\s*["<](?:[^">]*\b(?:solutions|grader|hidden)/|/))re"},
      {"own-hooks", R"(\bbase\s*::\s*hooks\b)"},
  };
  add_raw_rules(rules);
  return rules;
}

const std::vector<GateRule>& rules() {
  static const std::vector<GateRule> all = make_rules();
  return all;
}

std::string without_indent(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t");
  return start == std::string::npos ? "" : text.substr(start);
}

bool holds(const GateRule& rule, const std::vector<std::string>& refused) {
  return !rule.is_for_some_labs ||
         std::find(refused.begin(), refused.end(), rule.name) != refused.end();
}

bool is_source(const fs::path& file) {
  const std::string kind = file.extension().string();
  return kind == ".hpp" || kind == ".cpp" || kind == ".h" || kind == ".cc" || kind == ".ipp";
}

}  // namespace

std::vector<GateFinding> gate_text(std::string_view text,
                                   const std::vector<std::string>& refused) {
  static const std::vector<Pattern> shapes = [] {
    std::vector<Pattern> made;
    for (const GateRule& rule : rules()) made.emplace_back(rule.pattern);
    return made;
  }();
  std::vector<GateFinding> findings;
  for (const ScannedLine& line : scan(text)) {
    for (std::size_t i = 0; i < rules().size(); ++i) {
      const std::string& looked_at = rules()[i].is_for_comments ? line.comment : line.code;
      if (looked_at.empty() || !holds(rules()[i], refused)) continue;
      if (!shapes[i].occurs_in(looked_at)) continue;
      findings.push_back({rules()[i].name, "", line.number, without_indent(line.whole)});
    }
  }
  return findings;
}

std::vector<GateFinding> gate(const Course& course, const Lab& lab, Tree tree) {
  std::vector<GateFinding> all;
  for (const fs::path& file : files_under(course.root / to_string(tree) / lab.folder / "src")) {
    if (!is_source(file)) continue;
    for (GateFinding& finding : gate_text(read_text(file), lab.refuses)) {
      finding.file = fs::relative(file, course.root).generic_string();
      all.push_back(std::move(finding));
    }
  }
  return all;
}

std::vector<std::string> gate_rules() {
  std::vector<std::string> names;
  for (const GateRule& rule : rules()) names.emplace_back(rule.name);
  return names;
}

}  // namespace grader
