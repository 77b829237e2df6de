// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a learner's program printed is data, never a command: to a terminal, to a CI system, to a
// browser, to a parser.
//
// Interface:
//   printable(text)             valid UTF-8 of lines; escape sequences gone, controls spelled out
//   one_line(text)              the same on one line
//   head_and_tail(text, ..)     the first and last lines, and how many were left out between
//   cut_bytes(text, most)       at most so many bytes, never through the middle of a character
//   escape_markup(text)         for XML and HTML, in text and in quoted attributes
//   without_workflow_commands(text)   no line that GitHub's runner would take for a command
//   is_valid_utf8(text)
//
// ENSURES: all of them return valid UTF-8 without control characters other than newline and tab,
// and without the invisible characters that reorder text.
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

std::string printable(std::string_view text);
std::string one_line(std::string_view text);

struct Excerpt {
  std::string head;
  std::string tail;  // empty if nothing was left out
  std::size_t left_out_lines = 0;
};
Excerpt head_and_tail(std::string_view text, std::size_t head_lines, std::size_t tail_lines);

std::string cut_bytes(std::string_view text, std::size_t most_bytes);
std::string escape_markup(std::string_view text);
std::string without_workflow_commands(std::string_view text);
bool is_valid_utf8(std::string_view text);

// One character of `text` at `position`, which it moves past it. What is not UTF-8 comes out as
// U+FFFD, a byte at a time. REQUIRES: position < text.size().
char32_t next_character(std::string_view text, std::size_t& position);

}  // namespace grader
