// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/snippets.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <optional>

namespace grader {
namespace fs = std::filesystem;
namespace {

using Lines = std::vector<std::string>;

std::string place(const Page& page, int line) {
  return page.file + ":" + std::to_string(line);
}

Page load_page(const fs::path& root, const std::string& file) {
  return read_page(file, read_text(root / file));
}

bool is_blank(const std::string& line) { return line.find_first_not_of(' ') == std::string::npos; }

// The lines without the indentation that they have in common, and without blanks at their ends.
Lines dedented(Lines lines) {
  std::size_t common = std::string::npos;
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(" \r") + 1);
    if (!line.empty()) common = std::min(common, line.find_first_not_of(' '));
  }
  for (std::string& line : lines)
    if (!line.empty()) line.erase(0, common);
  return lines;
}

// Where in `source`, from `start` on, do the lines of `part` stand?
std::optional<std::size_t> find_part(const Lines& source, const Lines& part, std::size_t start) {
  const Lines wanted = dedented(part);
  for (std::size_t at = start; at + part.size() <= source.size(); ++at) {
    const auto from = source.begin() + static_cast<std::ptrdiff_t>(at);
    if (dedented(Lines(from, from + static_cast<std::ptrdiff_t>(part.size()))) == wanted) return at;
  }
  return std::nullopt;
}

std::vector<Lines> parts_of(const Lines& lines) {
  std::vector<Lines> parts(1);
  for (const std::string& line : lines) {
    const std::size_t first = line.find_first_not_of(" /");
    const bool leaves_out = first != std::string::npos && line.substr(first) == "...";
    if (leaves_out)
      parts.emplace_back();
    else
      parts.back().push_back(line);
  }
  for (Lines& part : parts) {  // a blank line beside a gap is nobody's
    while (!part.empty() && is_blank(part.back())) part.pop_back();
    while (!part.empty() && is_blank(part.front())) part.erase(part.begin());
  }
  std::erase_if(parts, [](const Lines& part) { return part.empty(); });
  return parts;
}

bool stands_in(const Lines& source, const Lines& block) {
  std::size_t start = 0;
  const std::vector<Lines> parts = parts_of(block);
  for (const Lines& part : parts) {
    const auto at = find_part(source, part, start);
    if (!at) return false;
    start = *at + part.size();
  }
  return !parts.empty();
}

std::optional<Lines> marked(const Lines& source, const std::string& name) {
  std::optional<Lines> found;
  for (const std::string& line : source) {
    const std::size_t first = line.find_first_not_of(' ');
    const std::string text = first == std::string::npos ? "" : line.substr(first);
    if (found && text == "// end snippet") return found;
    if (found) found->push_back(line);
    if (text == "// snippet: " + name) found.emplace();
  }
  return std::nullopt;
}

// What is wrong with a block that says it comes from `origin`; empty if nothing is.
std::string fault_of(const fs::path& root, const std::string& origin, const Lines& block) {
  const std::size_t hash = origin.find('#');
  const std::string file = origin.substr(0, hash);
  // A handout lacks solutions and hidden tests; what they show cannot be compared there.
  if (!fs::exists(root / file.substr(0, file.find('/')))) return "";
  if (!fs::is_regular_file(root / file)) return say("pages.no-source", file);
  const Lines source = lines_of(read_text(root / file));
  if (hash == std::string::npos)
    return stands_in(source, block) ? "" : say("pages.not-in-source", file);
  const auto lines = marked(source, origin.substr(hash + 1));
  if (!lines) return say("pages.no-marker", file, origin.substr(hash + 1));
  return dedented(*lines) == dedented(block) ? "" : say("pages.not-in-source", origin);
}

}  // namespace

PageFindings check_page_snippets(const fs::path& root, const Page& page) {
  static const std::string snippet = "snippet: ";
  PageFindings findings;
  for (const Block& block : page.blocks) {
    if (block.directive.starts_with(snippet)) {
      const std::string fault = fault_of(root, block.directive.substr(snippet.size()), block.lines);
      if (!fault.empty()) findings.push_back({place(page, block.line), fault});
    } else if (block.language == "cpp" && block.directive != "sketch") {
      findings.push_back({place(page, block.line), say("pages.no-origin")});
    }
  }
  return findings;
}

PageFindings check_page_links(const fs::path& root, const Page& page) {
  PageFindings findings;
  for (const Quoted& link : page.links) {
    if (link.text.find("://") != std::string::npos || link.text.starts_with("mailto:")) continue;
    const std::size_t hash = link.text.find('#');
    const std::string path = link.text.substr(0, hash);
    const fs::path target = path.empty()
                                ? fs::path(page.file)
                                : (fs::path(page.file).parent_path() / path).lexically_normal();
    if (!fs::exists(root / target)) {
      findings.push_back({place(page, link.line), say("pages.no-file", target.string())});
    } else if (hash != std::string::npos && target.extension() == ".md") {
      const std::string anchor = link.text.substr(hash + 1);
      if (!load_page(root, target.string()).anchors.contains(anchor))
        findings.push_back(
            {place(page, link.line), say("pages.no-anchor", target.string(), anchor)});
    }
  }
  return findings;
}

PageFindings check_snippets(const Course& course) {
  PageFindings findings;
  for (const std::string& file : page_files(course.root)) {
    const Page page = load_page(course.root, file);
    for (const auto check : {check_page_snippets, check_page_links})
      for (Finding& finding : check(course.root, page)) findings.push_back(std::move(finding));
  }
  return findings;
}

void check_book(const Course& course, CheckReport& report) {
  for (Finding& finding : check_snippets(course)) report.findings.push_back(std::move(finding));
}

PageFindings check_commands(const Course& course, const Help& help) {
  PageFindings findings;
  for (const std::string& file : page_files(course.root))
    for (Finding& finding : check_page_commands(course, help, load_page(course.root, file)))
      findings.push_back(std::move(finding));
  return findings;
}

}  // namespace grader
