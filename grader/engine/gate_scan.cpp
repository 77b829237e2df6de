// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/gate_scan.hpp>

#include <cctype>

namespace grader {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { lines_.push_back({1, "", "", ""}); }

  std::vector<ScannedLine> run() {
    while (at_ < text_.size()) step();
    return std::move(lines_);
  }

 private:
  bool sees(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  ScannedLine& line() { return lines_.back(); }

  // Takes one character over, into the line as written and, if asked, into its code.
  void take(std::string* also) {
    const char c = text_[at_++];
    if (c == '\n') {
      ++number_;
      lines_.push_back({number_, "", "", ""});
      return;
    }
    line().whole += c;
    if (also != nullptr) *also += c;
  }
  void take_code() { take(&line().code); }

  void step() {
    if (sees("\\\n") || sees("\\\r\n")) return join();
    if (sees("//")) return line_comment();
    if (sees("/*")) return block_comment();
    if (sees("\"")) return literal('"');
    if (sees("'") && !is_digit_separator()) return literal('\'');
    take_code();
  }

  void join() {
    at_ = text_.find('\n', at_) + 1;
    ++number_;  // the line goes on, under the number where it began
  }

  void line_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (sees("\\\n")) join();
      else take(&line().comment);
    }
  }

  void block_comment() {
    line().code += ' ';  // a comment separates words
    while (at_ < text_.size() && !sees("*/")) take(&line().comment);
    for (int i = 0; i < 2 && at_ < text_.size(); ++i) take(&line().comment);
  }

  bool is_digit_separator() const {
    return at_ > 0 && std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0 &&
           at_ + 1 < text_.size() && std::isxdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0;
  }

  // The prefix of a literal stands before it as the last word of the code: u8R"x(...)x"
  bool is_raw() {
    const std::string& code = line().code;
    std::size_t start = code.size();
    while (start > 0 && is_word(code[start - 1])) --start;
    const std::string prefix = code.substr(start);
    return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
  }

  void literal(char quote) {
    if (quote == '"' && is_raw()) return raw_literal();
    const bool matters = line().code.find("include") != std::string::npos ||
                         line().code.find("_Pragma") != std::string::npos;
    std::string* const kept = matters ? &line().code : nullptr;
    line().code += matters ? "" : std::string(2, quote);
    take(kept);
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      if (sees("\\\n")) {
        join();
        continue;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) take(kept);
      take(kept);
    }
    if (at_ < text_.size() && text_[at_] == quote) take(kept);
  }

  void raw_literal() {
    line().code += "\"\"";
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return take(nullptr);
    const std::string close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
    while (at_ < text_.size() && !sees(close)) take(nullptr);
    for (std::size_t i = 0; i < close.size() && at_ < text_.size(); ++i) take(nullptr);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned number_ = 1;
  std::vector<ScannedLine> lines_;
};

}  // namespace

std::vector<ScannedLine> scan(std::string_view text) { return Scanner(text).run(); }

}  // namespace grader
