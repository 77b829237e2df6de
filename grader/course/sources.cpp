// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/sources.hpp>
#include <grader/course/text.hpp>

#include <algorithm>

namespace grader {

namespace {

namespace fs = std::filesystem;

// Title and tag may stand on two lines, where clang-format broke a long one; a literal that was
// split in two is joined first.
std::string join_literals(const std::string& text) {
  static const Pattern split(R"re("\s*\n\s*")re");
  std::string joined = text;
  while (const auto found = split.find(joined)) joined.erase(found->position, (*found)[0].size());
  return joined;
}

void scan_case(const std::string& text, std::size_t at, SourceTest test,
               std::vector<SourceTest>& tests) {
  static const Pattern head(
      R"re(^TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"\s*,\s*"\[([^\]"]*)\][^"]*"\s*\))re");
  const std::string rest = join_literals(text.substr(at, 600));
  const auto found = head.find(rest);
  if (!found) return;
  const std::string& name = (*found)[1];
  const std::size_t space = name.find(' ');
  test.prefix = name.substr(0, space);
  test.title = space == std::string::npos ? "" : name.substr(space + 1);
  test.id = (*found)[2];
  test.line =
      1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
  tests.push_back(std::move(test));
}

Flavour flavour_of(const fs::path& folder) {
  for (const Flavour flavour :
       {Flavour::threads, Flavour::explore, Flavour::sim, Flavour::compile, Flavour::process})
    if (folder.filename() == to_string(flavour)) return flavour;
  return Flavour::plain;
}

void scan_file(const fs::path& root, const fs::path& file, const SourceTest& common,
               std::vector<SourceTest>& tests) {
  const std::string text = read_text(file);
  SourceTest test = common;
  test.file = fs::relative(file, root).generic_string();
  test.flavour = flavour_of(file.parent_path());
  for (std::size_t at = text.find("TEST_CASE("); at != std::string::npos;
       at = text.find("TEST_CASE(", at + 1)) {
    if (at == 0 || text[at - 1] == '\n') scan_case(text, at, test, tests);
  }
}

void scan_folder(const fs::path& root, const fs::path& folder, bool is_hidden,
                 std::vector<SourceTest>& tests) {
  for (const fs::path& file : files_under(folder)) {
    if (file.extension() != ".cpp") continue;
    SourceTest common;
    common.is_hidden = is_hidden;
    common.task = (*fs::relative(file, folder).begin()).string();
    scan_file(root, file, common, tests);
  }
}

}  // namespace

const SourceTest* SourceTests::find(std::string_view id) const {
  const auto found = std::find_if(tests.begin(), tests.end(),
                                  [&](const SourceTest& test) { return test.id == id; });
  return found == tests.end() ? nullptr : &*found;
}

SourceTests scan_tests(const fs::path& root, const std::vector<Lab>& labs) {
  SourceTests result;
  for (const Lab& lab : labs) {
    scan_folder(root, root / "labs" / lab.folder / "tests", false, result.tests);
    scan_folder(root, root / "grader/hidden" / lab.folder, true, result.tests);
  }
  return result;
}

}  // namespace grader
