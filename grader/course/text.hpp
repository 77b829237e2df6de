// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Files as text, for what reads and writes the course.
//
// Interface:
//   read_text(file)          the whole file, byte for byte; a CourseError if it can't be read
//   write_text(file, text)   makes the folders too; whole or not at all (written aside, renamed)
//   lines_of(text)           the lines without their line ends
//   files_under(folder)      all regular files below it, sorted by path; none if it isn't there
//
// Thread rule: as the file system.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, std::string_view text);
std::vector<std::string> lines_of(std::string_view text);
std::vector<std::filesystem::path> files_under(const std::filesystem::path& folder);

}  // namespace grader
