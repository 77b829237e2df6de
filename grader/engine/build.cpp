// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/build.hpp>
#include <grader/engine/file_lock.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace grader {
namespace fs = std::filesystem;
namespace {

bool has_ninja() {
  static const bool found = os::run_process({{"ninja", "--version"}, {}, {}, {}}).status == 0;
  return found;
}

// Reads "[12/34] Building CXX object ..." as it comes, and tells how far the build is.
class NinjaProgress {
 public:
  explicit NinjaProgress(const Progress& progress) : progress_(progress) {}
  void operator()(std::string_view piece) {
    line_ += piece;
    std::size_t end = 0;
    while ((end = line_.find('\n')) != std::string::npos) {
      int done = 0;
      int total = 0;
      if (std::sscanf(line_.c_str(), "[%d/%d]", &done, &total) == 2)
        progress_("build", done, total, "");
      line_.erase(0, end + 1);
    }
  }

 private:
  const Progress& progress_;
  std::string line_;
};

std::vector<std::string> build_arguments(const fs::path& folder,
                                         const std::vector<std::string>& targets, int jobs) {
  std::vector<std::string> arguments = {
      "cmake", "--build", folder.string(), "-j", std::to_string(jobs), "--target"};
  arguments.insert(arguments.end(), targets.begin(), targets.end());
  if (has_ninja()) arguments.insert(arguments.end(), {"--", "-k", "0"});
  return arguments;
}

// True if the folder was made for this source tree by this generator; a moved clone starts anew.
bool is_configured(const fs::path& root, const fs::path& folder) {
  std::ifstream cache(folder / "CMakeCache.txt");
  const std::string home = "CMAKE_HOME_DIRECTORY:INTERNAL=" + root.string();
  for (std::string line; std::getline(cache, line);) {
    if (line == home) return fs::exists(folder / "compile_commands.json");
  }
  return false;
}

os::Completed configure(const fs::path& root, std::string_view mode, const fs::path& folder) {
  std::vector<std::string> arguments = {"cmake", "-S", root.string(), "-B", folder.string(),
                                        "-DPATINA_MODE=" + std::string(mode)};
  if (has_ninja()) arguments.insert(arguments.end(), {"-G", "Ninja"});
  return os::run_process({arguments, root, {}, {}});
}

}  // namespace

std::string_view to_string(Code code) {
  switch (code) {
    case Code::solutions_on_solutions:
      return "solutions_on_solutions";
    case Code::labs_on_labs:
      return "labs_on_labs";
    case Code::labs_on_auto:
      return "labs_on_auto";
  }
  return "";
}

std::string program_name(const Lab& lab, const Test& test, Code code) {
  return "patina_" + lab.id + "_" + std::string(to_string(code)) + "_" + test.task + "_" +
         (test.is_hidden ? "hidden" : "public") + "_" + std::string(to_string(test.flavour));
}

fs::path build_folder(const fs::path& root, Sanitize sanitize) {
  return root / "build" / build_folder(sanitize);
}

BuildResult build(const fs::path& root, Sanitize sanitize, const std::vector<std::string>& targets,
                  int jobs, const Progress& progress) {
  return build_in(root, build_folder(sanitize), targets, jobs, progress);
}

BuildResult build_in(const fs::path& root, std::string_view mode,
                     const std::vector<std::string>& targets, int jobs, const Progress& progress) {
  BuildResult result;
  const fs::path folder = root / "build" / mode;
  fs::create_directories(folder);
  const FileLock lock(folder / "grader.lock");
  if (!is_configured(root, folder)) {
    progress("configure", 0, 1, folder.filename().string());
    fs::remove(folder / "CMakeCache.txt");
    const os::Completed configured = configure(root, mode, folder);
    if (configured.status != 0) {
      result.is_configured = false;
      result.output = configured.output;
      return result;
    }
  }
  const auto path_of = [&](const std::string& target) { return folder / "bin" / target; };
  progress("build", 0, 0, "");
  const os::Completed all =
      os::run_process({build_arguments(folder, targets, jobs), root, {}, NinjaProgress(progress)});
  for (const std::string& target : targets) {
    Built built{all.status == 0, path_of(target), ""};
    if (!built.is_ok) {  // ask for each by itself: those that are up to date answer at once
      const os::Completed one =
          os::run_process({build_arguments(folder, {target}, jobs), root, {}, {}});
      built.is_ok = one.status == 0;
      if (!built.is_ok) built.output = one.output;
    }
    result.programs[target] = std::move(built);
  }
  return result;
}

CompileCommand compile_command(const fs::path& root, Sanitize sanitize, const std::string& target,
                               const fs::path& source) {
  std::ifstream file(build_folder(root, sanitize) / "compile_commands.json");
  const auto entries = nlohmann::json::parse(file, nullptr, false);
  if (!entries.is_array()) return {};
  const std::string object = "CMakeFiles/" + target + ".dir/";
  for (const auto& entry : entries) {
    const std::string command = entry.value("command", "");
    if (entry.value("file", "") != source.string()) continue;
    if (command.find(object) == std::string::npos) continue;
    CompileCommand found;
    found.folder = entry.value("directory", "");
    std::istringstream words(command);
    bool is_compiler_seen = false;
    for (std::string word; words >> word;) {
      // Before the compiler stands its launcher (ccache).
      const std::string name = fs::path(word).filename().string();
      if (!is_compiler_seen) {
        is_compiler_seen = name.find("++") != std::string::npos;
        if (!is_compiler_seen) continue;
      }
      if (word == "-c") continue;
      if (word == "-o") {
        words >> word;
        continue;
      }
      if (word == source.string()) continue;
      found.arguments.push_back(word);
    }
    return found;
  }
  return {};
}

void redirect_includes(CompileCommand& command, const Course& course, const Lab& lab,
                       const fs::path& source) {
  const std::string original = "-I" + (course.root / "solutions" / lab.folder / "src").string();
  std::replace(command.arguments.begin(), command.arguments.end(), original,
               "-I" + source.string());
}

}  // namespace grader
