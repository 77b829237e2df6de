// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Does a page show what is so? Its code against the sources, its links against the files, its
// commands against the help of the grader.
//
// Interface:
//   check_snippets(course)            code and links of every page
//   check_commands(course, help)      every `./grade ...`; help("run") is what that verb's --help
//                                     prints, and help("") is what ./grade --help does
//   check_page_snippets, ..._commands  the same of one page
//
// The place of a finding is "file:line". A block of cpp says where it comes from:
//   <!-- snippet: path -->            its lines stand in that file, in this order; a line that is
//                                     only ... leaves some out, and indentation may be less
//   <!-- snippet: path#name -->       its lines are those between `// snippet: name` and
//                                     `// end snippet`
//   <!-- sketch -->                   it is an illustration, and stands in no file
// Thread rule: pure, but for reading files.
#pragma once

#include <grader/course/check.hpp>
#include <grader/course/pages.hpp>

#include <functional>
#include <string>
#include <vector>

namespace grader {

using Help = std::function<std::string(const std::string& verb)>;
using PageFindings = std::vector<Finding>;

PageFindings check_snippets(const Course& course);
PageFindings check_commands(const Course& course, const Help& help);

PageFindings check_page_snippets(const std::filesystem::path& root, const Page& page);
PageFindings check_page_links(const std::filesystem::path& root, const Page& page);
PageFindings check_page_commands(const Course& course, const Help& help, const Page& page);

}  // namespace grader
