// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hostile and misbehaving submissions (grader/abuse): each gets its verdict, tests that don't touch
// it are judged as usual, nothing is left running, and the run comes to an end.
//
// Hidden from the ordinary run: the stage `abuse` of ./test asks for the tag [abuse]. PATINA_ABUSE
// names one abuse to try alone. The course is copied to build/abuse, the abused file takes the
// learner's place, and the engine judges it there as it would anywhere.
#include <grader/course/manifest.hpp>
#include <grader/course/patch.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <thread>

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

const fs::path root = PATINA_ROOT;
const fs::path scratch = root / "build" / "abuse";
constexpr int run_seconds_max = 90;  // without building; on a busy machine

// Only what changed is written, so that a second run builds little.
void copy_if_changed(const fs::path& from, const fs::path& to) {
  const std::string text = grader::read_text(from);
  if (!fs::exists(to) || grader::read_text(to) != text) grader::write_text(to, text);
}

void mirror_course() {
  for (const char* folder : {"labs", "solutions", "grader"})
    for (const fs::path& file : grader::files_under(root / folder))
      copy_if_changed(file, scratch / fs::relative(file, root));
  for (const char* folder : {"labs", "solutions", "grader"})
    for (const fs::path& file : grader::files_under(scratch / folder))
      if (!fs::exists(root / fs::relative(file, scratch))) fs::remove(file);
  for (const char* file : {"CMakeLists.txt", "CMakePresets.json", "grade"})
    copy_if_changed(root / file, scratch / file);
}

// Where the patched file of the solution goes: to the learner's.
fs::path learners(const std::string& file) {
  return scratch / "labs" / fs::path(file).lexically_relative("solutions");
}

// "1a.12" names one test, "1a.*" a task's.
std::string expected_for(const std::string& test, const Json& note) {
  const Json& verdicts = note.at("verdicts");
  if (verdicts.contains(test)) return verdicts.at(test);
  const std::string task = test.substr(0, test.find('.')) + ".*";
  return verdicts.contains(task) ? verdicts.at(task).get<std::string>() : "PASS";
}

std::string contents(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Processes whose program, or whose environment, lies in the scratch folder. A judged program keeps
// the environment it was given, whatever it becomes and wherever it goes.
std::string left_running() {
  std::string found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::error_code ignored;
    const std::string program = fs::read_symlink(entry.path() / "exe", ignored);
    if (program.starts_with((scratch / "build").string()) ||
        contents(entry.path() / "environ").find(scratch.string()) != std::string::npos)
      found += name + " " + program + "; ";
  }
  return found;
}

// Ends what an abuse left behind, so that a failure of the grader doesn't outlive its test.
void end_leftovers() {
  std::istringstream words(left_running());
  for (std::string entry; std::getline(words, entry, ';');)
    if (const long process = std::strtol(entry.c_str(), nullptr, 10); process > 1)
      ::kill(static_cast<pid_t>(process), SIGKILL);
}

bool is_quiet_within_a_second() {
  for (int i = 0; i < 20 && !left_running().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  return left_running().empty();
}

grader::RunResult judge_scratch(const grader::Course& course, const Json& note) {
  const std::string mode = note.at("mode");
  grader::Request request;
  request.tests = grader::select(course, note.at("run"), true);
  request.base =
      note.value("base", "labs") == "labs" ? grader::Base::labs : grader::Base::solutions;
  request.timeout_s = 3;  // what loops is known to loop
  request.sanitize = mode == "asan"   ? grader::Sanitize::asan
                     : mode == "tsan" ? grader::Sanitize::tsan
                                      : grader::Sanitize::none;
  return grader::judge(course, request, [](auto&&...) {});
}

// Puts the abused files in the learner's place, with those of the solution that the note wants
// beside them, and the solution's back at the end.
class Abused {
 public:
  Abused(const fs::path& folder, const Json& note) {
    for (const std::string file : note.value("with", Json::array()))
      put(file, grader::read_text(root / file));
    for (const auto& change : grader::read_patch(grader::read_text(folder / "patch.diff")))
      put(change.file, grader::apply_patch(change, grader::read_text(root / change.file)));
  }
  ~Abused() {
    for (const auto& [file, text] : originals_) grader::write_text(file, text);
  }
  Abused(const Abused&) = delete;
  Abused& operator=(const Abused&) = delete;

 private:
  void put(const std::string& file, const std::string& text) {
    originals_[learners(file)] = grader::read_text(root / file);
    grader::write_text(learners(file), text);
  }

  std::map<fs::path, std::string> originals_;
};

void try_abuse(const grader::Course& course, const fs::path& folder) {
  const Json note = Json::parse(grader::read_text(folder / "note.json"));
  const std::string id = note.at("id");
  INFO(id << ": " << note.at("what").get<std::string>());
  REQUIRE(id == folder.filename().string());
  const Abused abused(folder, note);
  const grader::RunResult run = judge_scratch(course, note);
  std::string story;
  for (const grader::LabResult& lab : run.labs)
    for (const grader::TaskResult& task : lab.tasks)
      for (const grader::TestResult& test : task.tests) {
        const std::string verdict(to_string(test.verdict));
        if (verdict != "PASS") story += " " + test.id + " " + verdict;
        INFO(test.id << ": " << test.message);
        CHECK(verdict == expected_for(test.id, note));
      }
  const bool is_quiet = is_quiet_within_a_second();
  INFO("left running: " << left_running());
  CHECK(is_quiet);
  end_leftovers();
  CHECK(run.run_ms < 1000 * run_seconds_max);
  std::cout << fmt::format("{:<28} {:5.1f} s {}", id, static_cast<double>(run.run_ms) / 1000,
                           story.substr(0, 60))
            << std::endl;
}

}  // namespace

TEST_CASE("Every abuse gets its verdict and leaves nothing running", "[.][abuse]") {
  const char* const only = std::getenv("PATINA_ABUSE");
  mirror_course();
  grader::load_catalogue(root);
  grader::os::become_subreaper();
  const grader::Course course = grader::load_course(scratch);
  std::vector<fs::path> abuses;
  for (const auto& lab : fs::directory_iterator(root / "grader/abuse"))
    for (const auto& entry : fs::directory_iterator(lab.path()))
      if (only == nullptr || entry.path().filename() == only) abuses.push_back(entry.path());
  REQUIRE(!abuses.empty());
  std::sort(abuses.begin(), abuses.end());
  for (const fs::path& abuse : abuses) try_abuse(course, abuse);
}
