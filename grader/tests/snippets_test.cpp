// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/snippets.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace grader;
namespace fs = std::filesystem;

namespace {

// A course of a few files that is gone at the end of the test.
class SmallCourse {
 public:
  SmallCourse()
      : root_(fs::temp_directory_path() / ("patina-pages-" + std::to_string(::getpid()))) {
    write("labs/source.hpp",
          "one\n  two\n    three\n\n  four\n// snippet: part\n  five\n// end snippet\n");
    write("docs/other.md", "# Title\n\n## 1a Box, the `unique` owner\n");
    load_catalogue(PATINA_ROOT);
  }
  ~SmallCourse() { fs::remove_all(root_); }
  SmallCourse(const SmallCourse&) = delete;
  SmallCourse& operator=(const SmallCourse&) = delete;

  void write(const std::string& file, const std::string& text) { write_text(root_ / file, text); }
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

std::string block(const std::string& directive, const std::string& lines) {
  return "Text.\n\n<!-- " + directive + " -->\n```cpp\n" + lines + "```\n";
}

std::size_t snippet_faults(const SmallCourse& course, const std::string& text) {
  return check_page_snippets(course.root(), read_page("README.md", text)).size();
}

std::size_t link_faults(const SmallCourse& course, const std::string& text) {
  return check_page_links(course.root(), read_page("docs/page.md", text)).size();
}

std::string fake_help(const std::string& verb) {
  if (verb.empty())
    return "Usage\n\nOptions:\n  -h,--help     help\n\nSubcommands:\n  list    what there is\n  "
           "run     "
           "judges\n";
  return "Usage\n\nOptions:\n  -h,--help      help\n  -v,--verbose   more\n  --seed N       a "
         "number\n";
}

std::size_t command_faults(const std::string& text) {
  const Course course = load_course(PATINA_ROOT);
  return check_page_commands(course, fake_help, read_page("README.md", text)).size();
}

}  // namespace

TEST_CASE("a page is taken apart into blocks, links, commands and anchors", "[pages]") {
  const Page page = read_page("docs/page.md",
                              "# One\n\nSee [two](a.md) and `./grade\nrun 1a`.\n\n<!-- sketch -->\n"
                              "```cpp\n# no heading\nint x;\n```\n\n    ./grade list\n\n# One\n");
  CHECK(page.anchors == std::set<std::string>{"one", "one-1"});
  REQUIRE(page.links.size() == 1);
  CHECK(page.links[0].text == "a.md");
  CHECK(page.links[0].line == 3);
  REQUIRE(page.blocks.size() == 1);
  CHECK(page.blocks[0].directive == "sketch");
  CHECK(page.blocks[0].lines.size() == 2);
  REQUIRE(page.commands.size() == 2);
  CHECK(page.commands[0].text == "./grade list");
  CHECK(page.commands[1].text == "./grade run 1a");
}

TEST_CASE("code on a page stands in its source, with the same shape", "[pages]") {
  const SmallCourse course;
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp", "two\n  three\n")) == 0);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp", "one\n...\nfour\n")) == 0);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp#part", "five\n")) == 0);
  CHECK(snippet_faults(course, block("sketch", "anything\n")) == 0);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp", "two\nthree\n")) == 1);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp", "four\n...\none\n")) == 1);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp#part", "four\n")) == 1);
  CHECK(snippet_faults(course, block("snippet: labs/source.hpp#gone", "five\n")) == 1);
  CHECK(snippet_faults(course, block("snippet: labs/gone.hpp", "one\n")) == 1);
  CHECK(snippet_faults(course, "```cpp\nint of_unknown_origin;\n```\n") == 1);
  CHECK(snippet_faults(course, "```console\n$ ls\n```\n") == 0);
}

TEST_CASE("code from a folder that a handout lacks is not compared", "[pages]") {
  const SmallCourse course;
  CHECK(snippet_faults(course, block("snippet: solutions/01/box.hpp", "anything\n")) == 0);
}

TEST_CASE("a link leads to a file and to a heading in it", "[pages]") {
  const SmallCourse course;
  CHECK(link_faults(course, "[a](other.md) [b](../labs) [c](https://example.org/x)") == 0);
  CHECK(link_faults(course, "[a](other.md#1a-box-the-unique-owner)") == 0);
  CHECK(link_faults(course, "[a](gone.md)") == 1);
  CHECK(link_faults(course, "[a](other.md#1b-gone)") == 1);
}

TEST_CASE("a command has a verb, options and ids that exist", "[pages]") {
  CHECK(command_faults("`./grade`, `./grade list`, `./grade run 1a.01 --seed 77 -v`") == 0);
  CHECK(command_faults("`./grade VERB --help` and `./grade ...`") == 0);
  CHECK(command_faults("    ./grade run 1a      judges task 1a\n") == 0);
  CHECK(command_faults("`./grade walk`") == 1);
  CHECK(command_faults("`./grade run --sead 7`") == 1);
  CHECK(command_faults("`./grade run 9z`") == 1);
}
