// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/overlay.hpp>

#include <fstream>
#include <iterator>

namespace grader {
namespace fs = std::filesystem;
namespace {

void write_if_changed(const fs::path& file, const std::string& text) {
  std::ifstream old(file);
  if (old && std::string(std::istreambuf_iterator<char>(old), {}) == text) return;
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

}  // namespace

void write_overlay(const Course& course, const fs::path& build_folder, const Lab& lab,
                   const std::string& name, const std::map<std::string, std::string>& trees) {
  const fs::path folder = build_folder / "overlay" / lab.folder / name;
  for (const auto& [id, tree] : trees) {
    const Task& used = *course.task(id);
    for (const std::string& file : used.files) {
      const fs::path target = course.root / tree / course.lab_of(used).folder / file;
      const fs::path header = folder / fs::path(file).lexically_relative("src");
      write_if_changed(header, "#include \"" + target.string() + "\"\n");
    }
  }
}

}  // namespace grader
