// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Whole texts kept beside the tests, in grader/tests/data.
//
// Interface:
//   data_file("report/plain.txt")       its path
//   read_data("report/plain.txt")       its text
//   golden("report/plain.txt", text)    what differs first, or nothing if it is the same
//
// PATINA_REWRITE=1 writes the golden files instead of comparing with them; read the difference
// before you commit it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace grader::tests {

inline std::filesystem::path data_file(const std::string& name) {
  return std::filesystem::path(PATINA_ROOT) / "grader/tests/data" / name;
}

inline std::string read_data(const std::string& name) {
  std::ifstream in(data_file(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::string golden(const std::string& name, const std::string& text) {
  if (std::getenv("PATINA_REWRITE") != nullptr) {
    std::filesystem::create_directories(data_file(name).parent_path());
    std::ofstream(data_file(name), std::ios::binary) << text;
    return "";
  }
  std::istringstream wanted(read_data(name));
  std::istringstream got(text);
  for (int number = 1;; ++number) {
    std::string wanted_line;
    std::string got_line;
    const bool wants_more = static_cast<bool>(std::getline(wanted, wanted_line));
    const bool has_more = static_cast<bool>(std::getline(got, got_line));
    if (!wants_more && !has_more) return "";
    if (wants_more != has_more || wanted_line != got_line)
      return name + ":" + std::to_string(number) + "\n  wanted: " + wanted_line +
             "\n  got:    " + got_line;
  }
}

}  // namespace grader::tests
