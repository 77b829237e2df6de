// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/course/starter.hpp>
#include <grader/course/starter_files.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/tests/temp_folder.hpp>

#include <catch2/catch.hpp>

using namespace grader;

namespace {

const char* const solution = R"(// Given.
class Log {
  // Appends an entry.
  // REQUIRES: it is newer.
  void append(Entry entry) {
    // BEGIN SOLUTION(3b)
    // STUB: not_implemented("3b", "append");
    // STUB:   indented();
    entries_.push_back(entry);
    // END SOLUTION
  }
  Index last() const {
    // BEGIN SOLUTION(3b)
    // STUB: not_implemented("3b", "last");
    return entries_.size();
    // END SOLUTION
  }

  // BEGIN SOLUTION(3b)
  // STUB:
  Entries entries_;
  // END SOLUTION
};
)";

const char* const starter = R"(// Given.
class Log {
  // Appends an entry.
  // REQUIRES: it is newer.
  void append(Entry entry) {
    not_implemented("3b", "append");
      indented();
  }
  Index last() const {
    not_implemented("3b", "last");
  }

};
)";

std::string fault_of(const std::string& text) {
  load_catalogue(PATINA_ROOT);
  try {
    strip(text, "log.hpp");
  } catch (const CourseError& error) {
    return error.what();
  }
  return "";
}

bool begins(const std::string& text, const std::string& head) { return text.rfind(head, 0) == 0; }

}  // namespace

TEST_CASE("A starter has the stub where the solution has its region, and all else verbatim") {
  CHECK(strip(solution, "log.hpp").text == starter);
  CHECK(strip("a\nb", "x").text == "a\nb");
  CHECK(strip("", "x").text.empty());
}

TEST_CASE("A region knows its function, its contract and its body") {
  const auto regions = strip(solution, "log.hpp").regions;
  REQUIRE(regions.size() == 3);
  CHECK(name_of(regions[0]) == "append");
  CHECK(regions[0].contract.size() == 2);
  CHECK(regions[0].body == std::vector<std::string>{"    entries_.push_back(entry);"});
  CHECK(name_of(regions[1]) == "last");
  CHECK(regions[1].contract == regions[0].contract);  // right below it: they share the comment
  CHECK(name_of(regions[2]).empty());
}

TEST_CASE("What the reference has beyond the task is marked, and stripped like all else") {
  const Stripped stripped = strip(
      "// BEGIN SOLUTION(3b, extra)\n// STUB: using Fast = Slow;\nx\n// END SOLUTION\n", "log.hpp");
  CHECK(stripped.text == "using Fast = Slow;\n");
  CHECK(stripped.regions.at(0).is_extra);
  CHECK_FALSE(strip(solution, "log.hpp").regions.at(0).is_extra);
}

TEST_CASE("The name of a function is told from its head") {
  const auto name = [](const std::string& head) {
    Region region;
    region.signature = {head};
    return name_of(region);
  };
  CHECK(name("  T& operator*() {") == "operator*");
  CHECK(name("  const T* operator->() const {") == "operator->");
  CHECK(name("  bool operator()(int a) {") == "operator()");
  CHECK(name("  ~Box() {") == "~Box");
  CHECK(name("    requires(!std::is_const_v<T>) T* get_mut() {") == "get_mut");
  CHECK(name("  [[nodiscard]] static Box make(Arguments&&... arguments) {") == "make");
}

TEST_CASE("A faulty marker is told with its file and line") {
  const std::string begin = "// BEGIN SOLUTION(1a)\n";
  const std::string stub = "// STUB: x();\n";
  const std::string end = "// END SOLUTION\n";
  CHECK(begins(fault_of(begin + stub), "log.hpp:1:"));                   // unclosed
  CHECK(begins(fault_of(begin + stub + begin + end), "log.hpp:3:"));     // nested
  CHECK(begins(fault_of(end), "log.hpp:1:"));                            // closes nothing
  CHECK(begins(fault_of("\n" + stub), "log.hpp:2:"));                    // stub outside
  CHECK(begins(fault_of(begin + "y();\n" + stub + end), "log.hpp:3:"));  // stub too late
  CHECK(begins(fault_of(begin + "y();\n" + end), "log.hpp:1:"));         // no stub
  CHECK(begins(fault_of(begin + stub + "// END SOLUTION(1b)\n"), "log.hpp:3:"));
  CHECK(begins(fault_of("int x;  // BEGIN SOLUTION(1a)\n"), "log.hpp:1:"));  // not alone
  CHECK(begins(fault_of("// BEGIN SOLUTION(1a) box\n"), "log.hpp:1:"));
  CHECK(begins(fault_of("//STUB: x\n"), "log.hpp:1:"));
  const std::string other = "// BEGIN SOLUTION(1b)\n";
  CHECK(begins(fault_of(begin + stub + end + other + stub + end), "log.hpp:4:"));  // two tasks
}

TEST_CASE("Writing starters never overwrites what a learner edited") {
  load_catalogue(PATINA_ROOT);
  const TempFolder folder;
  const std::string file = "labs/03-raft/src/log.hpp";
  folder.write("solutions/03-raft/src/log.hpp", solution);
  Lab lab;
  lab.folder = "03-raft";
  auto starters = derive_starters(folder.path(), lab);
  REQUIRE(starters.size() == 1);
  CHECK(starters[0].path == file);

  CHECK(write_starter(folder.path(), starters[0]) == Written::written);
  CHECK(folder.read(file) == starter);
  CHECK(write_starter(folder.path(), starters[0]) == Written::same);

  starters[0].text += "// changed in the solution\n";
  CHECK(write_starter(folder.path(), starters[0]) == Written::written);  // what we wrote ourselves

  folder.write(file, "my own work\n");
  CHECK(write_starter(folder.path(), starters[0]) == Written::kept);
  CHECK(folder.read(file) == "my own work\n");

  restore_starter(folder.path(), starters[0]);
  CHECK(folder.read(file) == starters[0].text);
}

TEST_CASE("The first line that differs is found") {
  CHECK(first_difference("a\nb\n", "a\nb\n") == 0);
  CHECK(first_difference("a\nb\n", "a\nc\n") == 2);
  CHECK(first_difference("a\n", "a\nb\n") == 2);
  CHECK(first_difference("a", "a\n") == 2);
}
