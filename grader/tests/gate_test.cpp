// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/engine/gate.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using grader::gate_text;

namespace {

// "own-main 3": the rules that a text breaks, each with its line.
std::vector<std::string> told(std::string_view text, const std::vector<std::string>& refused = {}) {
  std::vector<std::string> all;
  for (const auto& finding : gate_text(text, refused))
    all.push_back(finding.rule + " " + std::to_string(finding.line));
  return all;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("Each rule of the gate finds what it is for") {
  CHECK(told("#pragma GCC system_header") == Told{"system-header 1"});
  CHECK(told("\n_Pragma(\"GCC system_header\")") == Told{"system-header 2"});
  CHECK(told("#  pragma clang diagnostic ignored \"-Wall\"") == Told{"silenced-warning 1"});
  CHECK(told("#pragma GCC optimize(\"O0\")") == Told{"optimisation-pragma 1"});
  CHECK(told("int x;  // NOLINTNEXTLINE") == Told{"nolint 1"});
  CHECK(told("__attribute__((no_sanitize(\"address\"))) void f();") == Told{"no-sanitize 1"});
  CHECK(told("[[clang::no_sanitize_thread]] void f();") == Told{"no-sanitize 1"});
  CHECK(told("extern \"C\" const char* __asan_default_options() {") == Told{"sanitizer-hook 1"});
  CHECK(told("#define private public") == Told{"redefined-keyword 1"});
  CHECK(told("#undef PATINA_ASSERT") == Told{"redefined-macro 1"});
  CHECK(told("int main(int, char**) {}") == Told{"own-main 1"});
  CHECK(told("struct S { S() { _exit(0); } } s;") == Told{"early-exit 1"});
  CHECK(told("std::quick_exit(0);") == Told{"early-exit 1"});
  CHECK(told("::std::atexit(f);") == Told{"early-exit 1"});
  CHECK(told("[[gnu::constructor]] void f();") == Told{"before-main 1"});
  CHECK(told("__attribute__((constructor(101))) void f();") == Told{"before-main 1"});
  CHECK(told("std::signal(SIGABRT, f);") == Told{"signal-handler 1"});
  CHECK(told("std::set_terminate(f);") == Told{"signal-handler 1"});
  CHECK(told("if (fork() == 0) {}") == Told{"system-call 1"});
  CHECK(told("asm volatile(\"nop\");") == Told{"assembly 1"});
  CHECK(told("#include <testkit/check.hpp>") == Told{"test-frame 1"});
  CHECK(told("TEST_CASE(\"1a.01\") {}") == Told{"test-frame 1"});
  CHECK(told("#include \"../../../../solutions/01/src/patina/box.hpp\"") ==
        Told{"reads-solution 1"});
  CHECK(told("#include \"/etc/passwd\"") == Told{"reads-solution 1"});
  CHECK(told("patina::base::hooks.assertion = nullptr;") == Told{"own-hooks 1"});
}

TEST_CASE("What only looks like it is let through") {
  CHECK(told("// int main() would be wrong here; so would _exit(0)").empty());
  CHECK(told("/* #define private public\n int main() */ int x;").empty());
  CHECK(told("const char* text = \"int main() { _exit(0); }\";").empty());
  CHECK(told("auto text = R\"x(\nint main()\n)x\";").empty());
  CHECK(told("process.exit(0); guard->exit(); patina::rt::exit(1);").empty());
  CHECK(told("int domain(int); int main_loop(int); bool is_private;").empty());
  CHECK(told("#pragma once\n#define PRIVATE_NAME 1\n#include <cassert>").empty());
  CHECK(told("Box(Box&& other); ~Box();  // constructor, destructor (see the page)").empty());
  CHECK(told("int million = 1'000'000; char quote = '\"'; // \" int main()").empty());
  CHECK(told("condition.signal(); int asm_count; #error no").empty());
}

TEST_CASE("Where a lab refuses them, the library's own threads, locks and atomics are found") {
  const Told raw = {"raw-atomic", "raw-lock", "raw-condition", "raw-thread", "raw-volatile"};
  CHECK(told("std::atomic<int> n;").empty());
  CHECK(told("\n  ::std :: atomic<int> n;", raw) == Told{"raw-atomic 2"});
  CHECK(told("using std::atomic_ref;", raw) == Told{"raw-atomic 1"});
  CHECK(told("std::atomic_thread_fence(rt::memory_order_acquire);", raw) == Told{"raw-atomic 1"});
  CHECK(told("#include <atomic>", raw) == Told{"raw-atomic 1"});
  CHECK(told("__atomic_fetch_add(&n, 1, 0);", raw) == Told{"raw-atomic 1"});
  CHECK(told("std::mutex a; std::shared_timed_mutex b;", raw) == Told{"raw-lock 1"});
  CHECK(told("std::lock_guard<std::mutex> lock(m);", raw) == Told{"raw-lock 1"});
  CHECK(told("std::recursive_mutex a;\nstd::once_flag b;", raw) ==
        Told{"raw-lock 1", "raw-lock 2"});
  CHECK(told("std::condition_variable_any c;", raw) == Told{"raw-condition 1"});
  CHECK(told("#include <condition_variable>", raw) == Told{"raw-condition 1"});
  CHECK(told("std::jthread t(f);\nstd::this_thread::yield();", raw) ==
        Told{"raw-thread 1", "raw-thread 2"});
  CHECK(told("#  include <thread>\npthread_create(a, b, c, d);", raw) ==
        Told{"raw-thread 1", "raw-thread 2"});
  CHECK(told("volatile bool is_done;", raw) == Told{"raw-volatile 1"});
}

TEST_CASE("What goes through the shim, and what only speaks of threads, is let through") {
  const Told raw = {"raw-atomic", "raw-lock", "raw-condition", "raw-thread", "raw-volatile"};
  CHECK(told("rt::atomic<int> n; rt::thread t; patina::rt::mutex m;", raw).empty());
  CHECK(told("std::lock_guard lock(m); std::unique_lock other(m); std::adopt_lock;", raw).empty());
  CHECK(told("// std::mutex, or #include <atomic>\n/* volatile std::thread */", raw).empty());
  CHECK(told("const char* text = \"std::atomic<int> volatile\";", raw).empty());
  CHECK(told("auto text = R\"(\nstd::thread\n)\";", raw).empty());
  CHECK(told("#include <mutex>\n#include <patina/rt/atomic.hpp>", raw).empty());
  CHECK(told("int is_volatile; std::future_status s; my_std::mutex m;", raw).empty());
}

TEST_CASE("What a lab refuses is a rule of the gate") {
  const std::vector<std::string> rules = grader::gate_rules();
  for (const grader::Lab& lab : grader::load_course(PATINA_ROOT).labs)
    for (const std::string& rule : lab.refuses)
      CHECK(std::find(rules.begin(), rules.end(), rule) != rules.end());
}

TEST_CASE("A line that is continued is one line, told where it begins") {
  CHECK(told("int x;\n#define \\\n  private public\nint main() {}") ==
        Told{"redefined-keyword 2", "own-main 4"});
  CHECK(told("// a comment goes on \\\nint main() {}\nint main() {}") == Told{"own-main 3"});
}

TEST_CASE("Each rule of the gate has its sentence") {
  grader::load_catalogue(PATINA_ROOT);
  for (const std::string& rule : grader::gate_rules()) {
    INFO(rule);
    CHECK(grader::has_sentence("gate." + rule));
  }
}

TEST_CASE("The course's own code passes the gate") {
  const grader::Course course = grader::load_course(PATINA_ROOT);
  for (const grader::Lab& lab : course.labs)
    for (const grader::Tree tree : {grader::Tree::labs, grader::Tree::solutions})
      for (const auto& finding : gate(course, lab, tree)) {
        INFO(finding.file << ":" << finding.line << " " << finding.rule << "\n" << finding.text);
        CHECK(false);
      }
}
