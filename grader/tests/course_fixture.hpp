// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A small course that is consistent with itself, in a folder of its own, for a test to spoil.
//
// Interface:
//   CourseFixture course;  course.folder   the files
//   course.replace(path, from, to)         spoils one of them
//   course.load()                          reads it as the grader does
//
// Thread rule: one owner.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/tests/temp_folder.hpp>

#include <string>

namespace grader {

class CourseFixture {
 public:
  CourseFixture();
  void replace(const std::string& path, const std::string& from, const std::string& to) const;
  Course load() const { return load_course(folder.path()); }

  TempFolder folder;
};

}  // namespace grader
