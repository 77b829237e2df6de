// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A page of the book as its Markdown says it, taken apart for the checks in snippets.hpp.
//
// Interface:
//   read_page(file, text)      its blocks of code, links, headings and commands
//   page_files(root)           every page of the course, relative to the root, sorted
//   anchor_of(heading)         what a link to that heading ends in: "1a-box-the-unique-owner"
//
// A block is fenced by ```; the comment on the line before it is its directive. Blocks that are
// indented by four spaces are figures: their commands count, their code does not.
// Thread rule: pure, but for listing files.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Block {
  std::string
      directive;         // "snippet: path", "sketch", "transcript: starter"; empty if there is none
  std::string language;  // "cpp", "console"
  std::vector<std::string> lines;
  int line = 0;  // of the fence that opens it, from 1
};

struct Quoted {  // something that the page mentions, and where
  std::string text;
  int line = 0;
};

struct Page {
  std::string file;
  std::vector<Block> blocks;
  std::vector<Quoted> links;     // targets, as written
  std::vector<Quoted> commands;  // "./grade run 1a", from code of any kind
  std::set<std::string> anchors;
};

Page read_page(const std::string& file, std::string_view text);
std::vector<std::string> page_files(const std::filesystem::path& root);
std::string anchor_of(std::string_view heading);

}  // namespace grader
