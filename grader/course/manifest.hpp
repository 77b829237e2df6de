// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The course as its lab.json files describe it (GRADER.md, "lab.json (format 1)").
//
// Interface:
//   load_course(root)         every labs/NN-name/lab.json, in order; faults are a CourseError
//   find_root(start)          the folder that holds `grade` and `labs`, from `start` upwards
//   Course::lab/task/test     look-up by id; null if there is none
//   select(course, words)     what "01", "1b", "1b.04" mean together; an unknown word is an error
//                             that names the nearest known ones
//
// Invariants after load_course: ids are unique, references between entries resolve, weights and
// points are positive. What needs the sources to check is course-check's business.
// Thread rule: read only after loading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// A fault in the course itself, for its authors: exit code 70.
class CourseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A fault in what was typed: exit code 2. what() says what to type instead.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Flavour { plain, threads, explore, sim, compile, process };
std::string_view to_string(Flavour flavour);

struct Rule {
  std::string id;
  std::string sentence;
  std::string source;
  bool is_referees = false;  // looked at in every simulated test, whatever that test is about
};

struct Test {
  std::string id;
  std::string task;
  bool is_hidden = false;
  int weight = 1;
  Flavour flavour = Flavour::plain;
  std::vector<std::string> modes;  // "none", "asan", "tsan"; empty: all
  int timeout_s = 5;
  std::string rule;
  std::string sibling;  // hidden tests: the public test of the same rule
};

struct Task {
  std::string id;
  std::string title;
  bool is_core = true;
  int points = 0;
  int minutes_low = 0;
  int minutes_high = 0;
  bool is_measured = false;
  std::vector<std::string> files;  // relative to the lab's folder: "src/patina/box.hpp"
  std::vector<std::string> uses;   // earlier tasks, of this or an earlier lab
  std::string chapter;
};

struct Lab {
  std::string id;      // "01"
  std::string folder;  // "01-ownership"
  std::string title;
  int minutes = 0;
  std::vector<std::string> editable;
  std::vector<Task> tasks;
  std::vector<Test> tests;
  std::vector<Rule> rules;
  std::vector<std::string> workshop;
  std::vector<std::string> refuses;  // rules of the gate that hold in this lab alone
  bool is_growing = false;  // some of its tasks are not written yet
};

struct Course {
  std::filesystem::path root;
  std::vector<Lab> labs;

  const Lab* lab(std::string_view id) const;
  const Task* task(std::string_view id) const;
  const Test* test(std::string_view id) const;
  const Rule* rule(std::string_view id) const;
  const Lab& lab_of(const Task& task) const;
  const Task& task_of(const Test& test) const;
  std::vector<const Test*> tests_of(const Task& task) const;  // public first, manifest order
};

std::filesystem::path find_root(const std::filesystem::path& start);
Course load_course(const std::filesystem::path& root);

// The tests that `words` name, in manifest order, without doubles. No words: every lab.
std::vector<const Test*> select(const Course& course, const std::vector<std::string>& words,
                                bool public_only);

}  // namespace grader
