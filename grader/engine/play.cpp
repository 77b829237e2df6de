// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/overlay.hpp>
#include <grader/engine/play.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace grader {
namespace fs = std::filesystem;
namespace {

std::string template_for(const Lab& lab) {
  std::set<std::string> headers;
  for (const Task& task : lab.tasks)
    for (const std::string& file : task.files)
      if (file.starts_with("src/") && file.ends_with(".hpp")) headers.insert(file.substr(4));
  std::string text;
  for (const std::string& line : lines_of(say("play.template", lab.id)))
    text += "// " + line + "\n";
  for (const std::string& header : headers) text += "#include <" + header + ">\n";
  text += "\n#include <cstdio>\n\nint main() {\n  std::puts(\"" + say("play.hello", lab.id) +
          "\");\n}\n";
  return text;
}

std::string target(const Lab& lab, Code code, const std::string& what) {
  return "patina_" + lab.id + "_" + std::string(to_string(code)) + "_" + what;
}

}  // namespace

fs::path make_scratch(const Course& course, const Lab& lab) {
  const fs::path file = course.root / ".grader" / "play" / lab.id / "main.cpp";
  if (!fs::exists(file)) write_text(file, template_for(lab));
  return file;
}

std::string scratch_target(const Lab& lab, Tree tree) {
  return target(lab, tree == Tree::labs ? Code::labs_on_labs : Code::solutions_on_solutions,
                "play");
}

std::vector<std::string> apps_of(const Course& course, const Lab& lab) {
  std::vector<std::string> apps;
  std::error_code ignored;
  for (const auto& entry :
       fs::directory_iterator(course.root / "labs" / lab.folder / "apps", ignored))
    if (entry.is_directory()) apps.push_back(entry.path().filename().string());
  std::sort(apps.begin(), apps.end());
  return apps;
}

std::string app_target(const Lab& lab, Code code, const std::string& app) {
  return target(lab, code, "app_" + app);
}

void lay_solutions_under(const Course& course, const fs::path& build_folder, const Lab& lab,
                         const std::string& app) {
  std::map<std::string, std::string> trees;
  for (const Lab& earlier : course.labs)
    if (earlier.id < lab.id)
      for (const Task& task : earlier.tasks) trees[task.id] = "solutions";
  write_overlay(course, build_folder, lab, app, trees);
}

}  // namespace grader
