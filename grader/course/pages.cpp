// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pages.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>

#include <algorithm>
#include <cctype>

namespace grader {
namespace fs = std::filesystem;
namespace {

std::string trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

// "<!-- snippet: path -->" gives "snippet: path"; anything else gives "".
std::string comment_in(const std::string& line) {
  const std::string text = trimmed(line);
  if (!text.starts_with("<!--") || !text.ends_with("-->") || text.size() < 7) return "";
  return trimmed(std::string_view(text).substr(4, text.size() - 7));
}

class PageReader {
 public:
  explicit PageReader(const std::string& file) { page_.file = file; }

  Page read(std::string_view text) {
    for (const std::string& line : lines_of(text)) {
      ++line_;
      if (trimmed(line).starts_with("```")) {
        fence(trimmed(line).substr(3));
      } else if (is_in_block_) {
        page_.blocks.back().lines.push_back(line);
        note_command(line);
      } else {
        outside(line);
      }
    }
    read_prose();
    return std::move(page_);
  }

 private:
  void fence(const std::string& language) {
    if (is_in_block_) {
      is_in_block_ = false;
      return;
    }
    is_in_block_ = true;
    page_.blocks.push_back({directive_, language, {}, line_});
    directive_.clear();
  }

  void outside(const std::string& line) {
    if (line.starts_with("#")) add_heading(line);
    const bool is_figure = line.starts_with("    ");
    if (is_figure) note_command(line);
    if (!trimmed(line).empty()) directive_ = comment_in(line);
    prose_ += is_figure ? "" : line;
    prose_ += '\n';
    prose_lines_.push_back(line_);
  }

  void add_heading(const std::string& line) {
    const std::size_t start = line.find_first_not_of('#');
    if (start == std::string::npos || line[start] != ' ') return;
    const std::string anchor = anchor_of(trimmed(line.substr(start)));
    std::string unique = anchor;
    for (int n = 1; !page_.anchors.insert(unique).second; ++n)
      unique = anchor + "-" + std::to_string(n);
  }

  void note_command(const std::string& line) {
    std::string text = trimmed(line);
    if (text.starts_with("$ ")) text = text.substr(2);
    if (text == "./grade" || text.starts_with("./grade ")) page_.commands.push_back({text, line_});
  }

  // Links and code spans may run over the end of a line.
  void read_prose() {
    static const Pattern link(R"(\]\(([^)\s]+)\))");
    static const Pattern code("`([^`]+)`");
    each_match(link, [this](const std::string& text, int line) {
      page_.links.push_back({text, line});
    });
    each_match(code, [this](std::string text, int line) {
      std::replace(text.begin(), text.end(), '\n', ' ');
      if (text == "./grade" || text.starts_with("./grade ")) page_.commands.push_back({text, line});
    });
  }

  template <class F>
  void each_match(const Pattern& what, F&& f) const {
    for (const Pattern::Found& found : what.all(prose_)) {
      const auto from = prose_.begin();
      const auto breaks = std::count(from, from + static_cast<long>(found.position), '\n');
      f(found[1], prose_lines_[static_cast<std::size_t>(breaks)]);
    }
  }

  Page page_;
  int line_ = 0;
  bool is_in_block_ = false;
  std::string directive_;
  std::string prose_;             // all that is outside of blocks
  std::vector<int> prose_lines_;  // the page's number of each of its lines
};

}  // namespace

Page read_page(const std::string& file, std::string_view text) {
  return PageReader(file).read(text);
}

std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || byte >= 0x80)
      anchor += static_cast<char>(std::tolower(byte));
    else if (c == ' ')
      anchor += '-';
  }
  return anchor;
}

std::vector<std::string> page_files(const fs::path& root) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root, ignored))
    if (entry.path().extension() == ".md") files.push_back(entry.path().filename().string());
  for (const char* folder : {"docs", "labs", "solutions"})
    for (const fs::path& file : files_under(root / folder))
      if (file.extension() == ".md") files.push_back(fs::relative(file, root).string());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace grader
