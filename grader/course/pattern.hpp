// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Regular expressions, in the grammar of ECMAScript.
//
// A thin door to <regex>, which is compiled once, in pattern.cpp: it costs three seconds a file,
// and a dozen files look for a shape in a line.
//
// Interface:
//   matches(text), match(text)     all of the text; what it was in
//   occurs_in(text), find(text)    anywhere; the first place
//   all(text)                      each place, from left to right; none reaches into the next
//
// Thread rule: none; const calls are safe from several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace grader {

// Cheap to copy.
class Pattern {
 public:
  struct Found {
    std::size_t position = 0;         // where the whole begins
    std::vector<std::string> groups;  // the whole first; empty where a group took no part
    const std::string& operator[](std::size_t i) const { return groups[i]; }
  };

  explicit Pattern(const std::string& expression);  // throws std::regex_error if it is none

  bool matches(const std::string& text) const;
  bool occurs_in(const std::string& text) const;
  std::optional<Found> match(const std::string& text) const;
  std::optional<Found> find(const std::string& text) const;
  std::vector<Found> all(const std::string& text) const;

 private:
  struct Regex;
  std::shared_ptr<const Regex> regex_;
};

}  // namespace grader
