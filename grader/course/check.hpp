// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Is the course consistent with itself? What `grader course-check` finds.
//
// Interface:
//   check_course(course)    every check below; the findings in order of place
//   check_manifest          the keys of lab.json, points, weights, rules
//   check_tests             lab.json against the test sources, both ways
//   check_starters          starters against solutions; the sizes of regions; stray files
//   check_proofs            mutants and alternates
//   check_pages             hints, lab pages, chapters
//   check_book              code and links on every page (snippets.hpp)
//   check_catalogue         the catalogue of sentences against the sources, both ways
//   check_style             licence headers, lengths of lines, files and functions
//
// A finding names a place ("file", "file:line" or an id) and says what to do. Checks read files and
// change none.
// Thread rule: the main thread alone.
#pragma once

#include <grader/course/manifest.hpp>

#include <string>
#include <vector>

namespace grader {

struct Finding {
  std::string place;
  std::string sentence;
};

struct CheckReport {
  std::vector<Finding> findings;
  std::vector<std::string> notes;   // what was not checked, and why
  std::vector<std::string> totals;  // tests, mutants, lines of regions

  void add(std::string place, std::string sentence) {
    findings.push_back({std::move(place), std::move(sentence)});
  }
};

CheckReport check_course(const Course& course);

void check_manifest(const Course& course, CheckReport& report);
void check_tests(const Course& course, CheckReport& report);
void check_starters(const Course& course, CheckReport& report);
void check_proofs(const Course& course, CheckReport& report);
void check_pages(const Course& course, CheckReport& report);
void check_book(const Course& course, CheckReport& report);
void check_catalogue(const Course& course, CheckReport& report);
void check_style(const Course& course, CheckReport& report);

}  // namespace grader
