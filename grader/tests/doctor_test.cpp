// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/doctor.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace fs = std::filesystem;
using namespace grader;

namespace {

// A course whose compiler is `compiler`.
class SickCourse {
 public:
  explicit SickCourse(const std::string& compiler)
      : root_(fs::temp_directory_path() / ("patina-doctor-" + std::to_string(::getpid()))) {
    load_catalogue(PATINA_ROOT);
    write_text(root_ / "grader/cmake/packages.txt",
               read_text(fs::path(PATINA_ROOT) / "grader/cmake/packages.txt"));
    write_text(root_ / "build/grader/CMakeCache.txt",
               "CMAKE_CXX_COMPILER:FILEPATH=" + compiler + "\n");
  }
  ~SickCourse() { fs::remove_all(root_); }
  SickCourse(const SickCourse&) = delete;
  SickCourse& operator=(const SickCourse&) = delete;

  std::vector<Diagnosis> examined() const {
    return examine(root_, [](const Diagnosis&) {});
  }
  fs::path root() const { return root_; }

 private:
  fs::path root_;
};

const Diagnosis& diagnosis(const std::vector<Diagnosis>& diagnoses, const std::string& id) {
  const auto found = std::find_if(diagnoses.begin(), diagnoses.end(),
                                  [&](const Diagnosis& each) { return each.id == id; });
  REQUIRE(found != diagnoses.end());
  return *found;
}

}  // namespace

TEST_CASE("A course without a compiler is unfit, and the doctor says what to install") {
  const SickCourse course("/nowhere/g++");
  const auto diagnoses = course.examined();
  for (const char* id : {"compiler", "coroutines", "libraries", "asan", "ubsan", "tsan"}) {
    INFO(id);
    CHECK(diagnosis(diagnoses, id).health == Health::fail);
  }
  CHECK(diagnosis(diagnoses, "compiler").mend ==
        install_command({load_needs(course.root())[0].package}));
  CHECK_FALSE(fs::exists(course.root() / ".grader/doctor"));
}

TEST_CASE("A compiler whose sanitizers say nothing is unfit") {
  // `true` "builds" everything; what it built does not exist, so nothing is ever reported.
  const SickCourse course("/bin/true");
  const auto diagnoses = course.examined();
  CHECK(diagnosis(diagnoses, "compiler").health == Health::fail);
  CHECK(diagnosis(diagnoses, "tsan").health == Health::fail);
  CHECK(diagnosis(diagnoses, "libraries").health == Health::pass);
}

TEST_CASE("Every need has a kind, one way to be seen, and a package") {
  const auto needs = load_needs(PATINA_ROOT);
  REQUIRE(needs.size() > 5);
  CHECK(needs[0].command == "g++");
  for (const Need& need : needs) {
    INFO(need.package);
    CHECK((need.kind == "needed" || need.kind == "faster" || need.kind == "advised"));
    CHECK(need.command.empty() != need.header.empty());
    CHECK_FALSE(need.package.empty());
  }
}
