// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/play.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>
#include <unistd.h>

#include <algorithm>

namespace fs = std::filesystem;

TEST_CASE("A scratch program includes the lab's headers, and is written once") {
  grader::load_catalogue(PATINA_ROOT);
  grader::Course course;
  course.root = fs::temp_directory_path() / ("patina-play-" + std::to_string(::getpid()));
  grader::Lab lab;
  lab.id = "01";
  lab.tasks.resize(2);
  lab.tasks[0].files = {"src/patina/box.hpp"};
  lab.tasks[1].files = {"src/patina/rc.hpp", "src/patina/rc.cpp", "src/patina/box.hpp"};

  const fs::path file = make_scratch(course, lab);
  const std::string text = grader::read_text(file);
  CHECK(text.starts_with("// "));
  CHECK(text.find("#include <patina/box.hpp>\n#include <patina/rc.hpp>\n") != std::string::npos);
  CHECK(text.find("rc.cpp") == std::string::npos);
  CHECK(text.find("./grade play 01") != std::string::npos);

  grader::write_text(file, "mine");
  CHECK(make_scratch(course, lab) == file);
  CHECK(grader::read_text(file) == "mine");
  fs::remove_all(course.root);
}

TEST_CASE("play: a lab's programs are the folders under its apps, each with a target a tree") {
  using namespace grader;
  const Course course = load_course(PATINA_ROOT);
  const Lab& raft = *std::find_if(course.labs.begin(), course.labs.end(),
                                  [](const Lab& lab) { return lab.id == "03"; });
  CHECK(apps_of(course, raft) == std::vector<std::string>{"raft-demo", "script", "zones"});
  CHECK(apps_of(course, course.labs.front()).empty());
  CHECK(app_target(raft, Code::labs_on_auto, "demo") == "patina_03_labs_on_auto_app_demo");
}
