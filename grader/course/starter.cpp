// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/starter.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>


namespace grader {

namespace {

enum class Kind { code, begin, stub, end };

struct Line {
  Kind kind = Kind::code;
  std::string indentation;
  std::string argument;  // begin and end: the task; stub: its text
  bool is_extra = false;
};

class Stripper {
 public:
  explicit Stripper(const std::string& name) : name_(name) {}

  void take(const std::string& text) {
    ++line_;
    const Line line = read(text);
    switch (line.kind) {
      case Kind::begin:
        begin(line);
        break;
      case Kind::stub:
        stub(line);
        break;
      case Kind::end:
        end(line);
        break;
      case Kind::code:
        code(text);
        break;
    }
  }

  Stripped finish(bool ends_with_newline) {
    if (is_inside_) fail("starter.unclosed", region_.line);
    if (!ends_with_newline && !result_.text.empty()) result_.text.pop_back();
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(std::string_view id, int line, const std::string& detail = "") const {
    throw CourseError(name_ + ":" + std::to_string(line) + ": " + say(id, detail));
  }

  Line read(const std::string& text) const {
    static const Pattern begin(R"(^(\s*)// BEGIN SOLUTION\((\d[a-z])(, extra)?\)$)");
    static const Pattern stub(R"(^(\s*)// STUB:(?: (.*))?$)");
    static const Pattern end(R"(^(\s*)// END SOLUTION(?:\((\d[a-z])\))?$)");
    static const Pattern suspect(R"(BEGIN SOLUTION|END SOLUTION|//\s*STUB:)");
    if (const auto found = begin.match(text))
      return {Kind::begin, (*found)[1], (*found)[2], !(*found)[3].empty()};
    if (const auto found = stub.match(text)) return {Kind::stub, (*found)[1], (*found)[2]};
    if (const auto found = end.match(text)) return {Kind::end, (*found)[1], (*found)[2]};
    if (suspect.occurs_in(text)) fail("starter.not-alone", line_);
    return {};
  }

  void begin(const Line& line) {
    if (is_inside_) fail("starter.nested", line_, std::to_string(region_.line));
    if (!result_.regions.empty() && result_.regions.front().task != line.argument)
      fail("starter.two-tasks", line_, result_.regions.front().task);
    is_inside_ = true;
    has_stub_ = false;
    region_ = {};
    region_.task = line.argument;
    region_.is_extra = line.is_extra;
    region_.line = line_;
    find_head();
  }

  void stub(const Line& line) {
    if (!is_inside_) fail("starter.stub-outside", line_);
    if (!region_.body.empty()) fail("starter.stub-late", line_);
    has_stub_ = true;
    if (!line.argument.empty()) result_.text += line.indentation + line.argument + "\n";
  }

  void end(const Line& line) {
    if (!is_inside_) fail("starter.end-alone", line_);
    if (!line.argument.empty() && line.argument != region_.task)
      fail("starter.mismatched", line_, region_.task);
    if (!has_stub_) fail("starter.no-stub", region_.line);
    is_inside_ = false;
    result_.regions.push_back(std::move(region_));
    given_.clear();
  }

  void code(const std::string& text) {
    if (is_inside_) {
      region_.body.push_back(text);
      return;
    }
    given_.push_back(text);
    result_.text += text + "\n";
  }

  // The function's head and its contract stand right above the region, after a blank line or
  // after what ends an earlier one. An overload without a comment shares the one above it.
  void find_head() {
    static const Pattern comment(R"(^\s*//.*)");
    static const Pattern stop(R"(^\s*(|\}.*|.*;|.*:|#.*|// END SOLUTION)$)");
    std::size_t at = given_.size();
    while (at > 0 && !stop.matches(given_[at - 1]) && !comment.matches(given_[at - 1]))
      region_.signature.insert(region_.signature.begin(), given_[--at]);
    if (region_.signature.empty()) return;
    while (at > 0 && comment.matches(given_[at - 1]))
      region_.contract.insert(region_.contract.begin(), given_[--at]);
    if (region_.contract.empty() && at > 0 && !given_[at - 1].empty() && !result_.regions.empty())
      region_.contract = result_.regions.back().contract;
  }

  const std::string name_;
  int line_ = 0;
  bool is_inside_ = false;
  bool has_stub_ = false;
  Region region_;
  std::vector<std::string> given_;  // lines outside regions since the last one
  Stripped result_;
};

}  // namespace

Stripped strip(std::string_view text, const std::string& name) {
  Stripper stripper(name);
  for (const std::string& line : lines_of(text)) stripper.take(line);
  return stripper.finish(text.empty() || text.back() == '\n');
}

std::string name_of(const Region& region) {
  static const Pattern name(R"((operator\s*(?:\(\)|[^\s(]+)|~?[A-Za-z_]\w*)\s*\()");
  std::string head;
  for (const std::string& line : region.signature) head += line + " ";
  for (const Pattern::Found& found : name.all(head)) {
    const std::string& word = found[1];
    if (word != "requires" && word != "explicit" && word != "decltype" && word != "alignas")
      return word;
  }
  return "";
}

}  // namespace grader
