// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A folder of its own for one test of the grader, gone afterwards.
//
// Interface: TempFolder folder;  folder / "labs/x" is a path in it;  folder.write(path, text)
// Thread rule: one owner.
#pragma once

#include <grader/course/text.hpp>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace grader {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "patina-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& inside) const { return path_ / inside; }
  void write(const std::string& inside, const std::string& text) const {
    write_text(path_ / inside, text);
  }
  std::string read(const std::string& inside) const { return read_text(path_ / inside); }

 private:
  std::filesystem::path path_;
};

}  // namespace grader
