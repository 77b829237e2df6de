// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Text on a terminal: columns, wrapping, colour.
//
// Interface:
//   display_width(text)           columns that it takes; Chinese characters take two
//   pad(text, columns)            with spaces on the right; never cuts
//   shorten(text, columns)        cut with "..." if it is wider
//   wrap(text, columns)           lines, broken at spaces and between Chinese characters
//   Paint(color).good("ok")       colours a word, or leaves it alone
//
// Invariants: colour is added last and has no width; no line means anything by its colour alone.
// Thread rule: pure functions.
#pragma once

#include <grader/course/text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

std::size_t display_width(std::string_view text);
std::string pad(std::string_view text, std::size_t columns);
std::string shorten(std::string_view text, std::size_t columns);
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

class Paint {
 public:
  explicit Paint(bool color) : color_(color) {}

  std::string good(std::string_view text) const { return dye("32", text); }
  std::string bad(std::string_view text) const { return dye("1;31", text); }
  std::string calm(std::string_view text) const { return dye("36", text); }
  std::string strong(std::string_view text) const { return dye("1", text); }

 private:
  std::string dye(std::string_view code, std::string_view text) const;
  bool color_;
};

}  // namespace grader
