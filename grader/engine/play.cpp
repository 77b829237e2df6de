// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/play.hpp>
#include <grader/report/catalogue.hpp>

#include <set>

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

}  // namespace

fs::path make_scratch(const Course& course, const Lab& lab) {
  const fs::path file = course.root / ".grader" / "play" / lab.id / "main.cpp";
  if (!fs::exists(file)) write_text(file, template_for(lab));
  return file;
}

std::string scratch_target(const Lab& lab, Tree tree) {
  const Code code = tree == Tree::labs ? Code::labs_on_labs : Code::solutions_on_solutions;
  return "patina_" + lab.id + "_" + std::string(to_string(code)) + "_play";
}

}  // namespace grader
