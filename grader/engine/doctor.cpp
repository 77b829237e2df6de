// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/doctor.hpp>
#include <grader/engine/doctor_programs.hpp>
#include <grader/engine/lint.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/catalogue.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace grader {
namespace fs = std::filesystem;
namespace {

constexpr int gcc_major_min = 12;
constexpr int clang_major_min = 16;
constexpr double disk_gigabytes_min = 5;
constexpr double memory_gigabytes_min = 2;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string as_root(const std::string& command) {
  return (::geteuid() == 0 ? "" : "sudo ") + command;
}

// The compiler that the course's programs are built with.
std::string compiler_of(const fs::path& root) {
  std::ifstream cache(root / "build/grader/CMakeCache.txt");
  for (std::string line; std::getline(cache, line);)
    if (line.starts_with("CMAKE_CXX_COMPILER:")) return line.substr(line.find('=') + 1);
  const char* const chosen = std::getenv("CXX");
  return chosen == nullptr ? "g++" : chosen;
}

// Where the little programs are made; gone when the examination is over.
class Ward {
 public:
  explicit Ward(const fs::path& root)
      : compiler_(compiler_of(root)), folder_(root / ".grader/doctor") {
    fs::create_directories(folder_);
  }
  ~Ward() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Ward(const Ward&) = delete;
  Ward& operator=(const Ward&) = delete;

  const std::string& compiler() const { return compiler_; }

  struct Outcome {
    bool is_built = false;
    os::Completed last;  // of the compiler if it was not built, else of the program
  };

  Outcome try_program(const char* source, const std::vector<std::string>& flags) const {
    write_text(folder_ / "program.cpp", source);
    std::vector<std::string> words = {compiler_, "-std=c++20", "-O1", "-g", "-pthread"};
    words.insert(words.end(), flags.begin(), flags.end());
    words.insert(words.end(), {"program.cpp", "-o", "program"});
    os::Completed built = os::run_process({words, folder_, {"LC_ALL=C"}, {}});
    if (built.status != 0) return {false, std::move(built)};
    return {true, os::run_process({{(folder_ / "program").string()}, folder_, {}, {}})};
  }

  bool finds_header(const std::string& header) const {
    write_text(folder_ / "header.cpp", "#include <" + header + ">\n");
    return os::run_process(
               {{compiler_, "-std=c++20", "-E", "header.cpp", "-o", "/dev/null"}, folder_, {}, {}})
               .status == 0;
  }

 private:
  std::string compiler_;
  fs::path folder_;
};

Diagnosis pass(const char* id, std::string sentence) {
  return {id, Health::pass, std::move(sentence), ""};
}

Diagnosis check_compiler(const Ward& ward, const std::vector<Need>& needs) {
  const auto outcome = ward.try_program(programs::version, {});
  std::istringstream words(outcome.last.output);
  std::string kind;
  int major = 0;
  std::string version;
  words >> kind >> major >> version;
  const bool is_new_enough = major >= (kind == "clang" ? clang_major_min : gcc_major_min);
  if (outcome.is_built && is_new_enough)
    return pass("compiler", say("doctor.compiler", ward.compiler(), kind, version));
  const std::string mend = install_command({needs.front().package});
  if (!outcome.is_built)
    return {"compiler", Health::fail,
            say("doctor.no-compiler", ward.compiler(), first_line(outcome.last.output)), mend};
  return {"compiler", Health::fail,
          say("doctor.old-compiler", kind, version, gcc_major_min, clang_major_min), mend};
}

Diagnosis check_coroutines(const Ward& ward) {
  const auto outcome = ward.try_program(programs::coroutine, {});
  if (outcome.is_built && outcome.last.output == "42")
    return pass("coroutines", say("doctor.coroutines"));
  return {"coroutines", Health::fail, say("doctor.no-coroutines", first_line(outcome.last.output)),
          ""};
}

// A sanitizer is judged by the report that it must write about a faulty program.
Diagnosis check_sanitizer(const Ward& ward, const char* id, const char* program,
                          const std::vector<std::string>& flags, std::string_view report) {
  const auto outcome = ward.try_program(program, flags);
  if (outcome.is_built && has(outcome.last.output, report))
    return pass(id, say("doctor.sanitizer", std::string(report)));
  Diagnosis diagnosis{id, Health::fail, "", ""};
  const std::string& output = outcome.last.output;
  if (!outcome.is_built) {
    diagnosis.sentence = say("doctor.sanitizer-not-built", first_line(output));
  } else if (has(output, "unexpected memory mapping") || has(output, "Shadow memory range") ||
             outcome.last.status == 128 + 11) {
    diagnosis.sentence = say("doctor.sanitizer-mapping");
    diagnosis.mend = as_root("sysctl vm.mmap_rnd_bits=28");
  } else if (has(output, "LeakSanitizer has encountered a fatal error")) {
    diagnosis.sentence = say("doctor.leaks-under-trace");
  } else {
    diagnosis.sentence = say("doctor.sanitizer-silent", first_line(output));
  }
  return diagnosis;
}

int number_in(const char* file) {
  std::ifstream stream(file);
  int number = -1;
  stream >> number;
  return number;
}

Diagnosis check_bubblewrap(const std::string& mend) {
  if (!is_in_path("bwrap"))
    return {"bubblewrap", Health::caution, say("doctor.no-bubblewrap"), mend};
  const auto tried = os::run_process({{"bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc",
                                       "/proc", "--unshare-all", "--die-with-parent", "true"},
                                      {},
                                      {},
                                      {}});
  if (tried.status == 0) return pass("bubblewrap", say("doctor.bubblewrap"));
  Diagnosis diagnosis{"bubblewrap", Health::caution,
                      say("doctor.bubblewrap-refused", first_line(tried.output)), ""};
  if (number_in("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
    diagnosis.mend = as_root("sysctl kernel.apparmor_restrict_unprivileged_userns=0");
  else if (number_in("/proc/sys/kernel/unprivileged_userns_clone") == 0)
    diagnosis.mend = as_root("sysctl kernel.unprivileged_userns_clone=1");
  else if (number_in("/proc/sys/user/max_user_namespaces") == 0)
    diagnosis.mend = as_root("sysctl user.max_user_namespaces=10000");
  return diagnosis;
}

// Libraries: asked of the compiler, because a package may be there for another one.
Diagnosis check_libraries(const Ward& ward, const std::vector<Need>& needs) {
  std::vector<std::string> packages;
  std::string headers;
  for (const Need& need : needs) {
    if (need.kind != "needed" || need.header.empty() || ward.finds_header(need.header)) continue;
    packages.push_back(need.package);
    headers += (headers.empty() ? "" : ", ") + need.header;
  }
  if (packages.empty()) return pass("libraries", say("doctor.libraries"));
  return {"libraries", Health::fail, say("doctor.no-libraries", headers),
          install_command(packages)};
}

Diagnosis check_disk(const fs::path& root) {
  std::error_code ignored;
  const double free_gigabytes = static_cast<double>(fs::space(root, ignored).available) / 1e9;
  if (free_gigabytes >= disk_gigabytes_min) return pass("disk", say("doctor.disk", free_gigabytes));
  const Health health = free_gigabytes < 1 ? Health::fail : Health::caution;
  return {"disk", health, say("doctor.little-disk", free_gigabytes, disk_gigabytes_min), ""};
}

Diagnosis check_memory() {
  std::ifstream stream("/proc/meminfo");
  double gigabytes = 0;
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with("MemAvailable:") || line.starts_with("SwapFree:"))
      gigabytes += std::strtod(line.c_str() + line.find(':') + 1, nullptr) / 1e6;
  if (gigabytes >= memory_gigabytes_min) return pass("memory", say("doctor.memory", gigabytes));
  return {"memory", Health::caution, say("doctor.little-memory", gigabytes, memory_gigabytes_min),
          ""};
}

Diagnosis check_gdb(const std::string& mend) {
  if (!is_in_path("gdb")) return {"gdb", Health::caution, say("doctor.no-gdb"), mend};
  const auto tried =
      os::run_process({{"timeout", "20", "gdb", "-nx", "-batch", "-ex", "run", "/bin/true"},
                       {},
                       {"DEBUGINFOD_URLS="},
                       {}});
  if (has(tried.output, "exited normally")) return pass("gdb", say("doctor.gdb"));
  return {"gdb", Health::caution, say("doctor.gdb-refused"), ""};
}

Diagnosis check_command(const char* id, const char* command, const std::string& mend) {
  const std::string name = std::string("doctor.") + id;
  if (is_in_path(command)) return pass(id, say(name));
  return {id, Health::caution, say("doctor.no-" + std::string(id)), mend};
}

// An old version does not read the course's headers, and counts as none.
Diagnosis check_clang_tidy(const std::string& mend) {
  if (!find_clang_tidy().empty()) return pass("clang-tidy", say("doctor.clang-tidy"));
  return {"clang-tidy", Health::caution, say("doctor.no-clang-tidy"), mend};
}

}  // namespace

std::string_view to_string(Health health) {
  switch (health) {
    case Health::pass:
      return "PASS";
    case Health::caution:
      return "CAUTION";
    case Health::fail:
      return "FAIL";
  }
  return "";
}

std::vector<Diagnosis> examine(const fs::path& root,
                               const std::function<void(const Diagnosis&)>& on_finding) {
  const std::vector<Need> needs = load_needs(root);
  const auto mend = [&root](std::string_view command) {
    return install_command_for(root, command);
  };
  std::vector<Diagnosis> diagnoses;
  const auto tell = [&](Diagnosis diagnosis) {
    on_finding(diagnosis);
    diagnoses.push_back(std::move(diagnosis));
  };
  const Ward ward(root);
  const std::vector<std::string> asan = {"-fsanitize=address"};
  tell(check_compiler(ward, needs));
  tell(check_coroutines(ward));
  tell(check_libraries(ward, needs));
  tell(check_sanitizer(ward, "asan", programs::use_after_free, asan, "heap-use-after-free"));
  tell(check_sanitizer(ward, "leaks", programs::leak, asan, "detected memory leaks"));
  tell(check_sanitizer(ward, "ubsan", programs::overflow, {"-fsanitize=undefined"},
                       "signed integer overflow"));
  tell(check_sanitizer(ward, "tsan", programs::race, {"-fsanitize=thread"}, "data race"));
  tell(check_disk(root));
  tell(check_memory());
  tell(check_command("ninja", "ninja", mend("ninja")));
  tell(check_command("ccache", "ccache", mend("ccache")));
  tell(check_gdb(mend("gdb")));
  tell(check_bubblewrap(mend("bwrap")));
  tell(check_clang_tidy(mend("clang-tidy")));
  return diagnoses;
}

}  // namespace grader
