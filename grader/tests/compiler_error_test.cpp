// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The outputs in data/compiler are GCC 12's and Clang 16's own, for the sources beside them;
// @ROOT@ stands for the folder they were in.
#include <grader/report/catalogue.hpp>
#include <grader/report/compiler_error.hpp>
#include <grader/tests/golden.hpp>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace grader;
using grader::tests::data_file;

namespace {

CompilerError read_case(const std::string& name) {
  load_catalogue(PATINA_ROOT);
  const std::filesystem::path root = data_file("compiler");
  std::string output = tests::read_data("compiler/" + name + ".txt");
  REQUIRE_FALSE(output.empty());
  for (std::size_t at = 0; (at = output.find("@ROOT@", at)) != std::string::npos;)
    output.replace(at, 6, root.string());
  return first_error(output, root);
}

std::string place(const CompilerError& error) {
  return fmt::format("{}:{}", error.file, error.line);
}

const std::string source = "labs/01-ownership/src/patina/";
const std::string test = "labs/01-ownership/tests/1a/";

}  // namespace

TEST_CASE("compiler error: each case is told as its golden text says") {
  for (const char* name : {"plain", "template", "deep", "from_test", "missing", "constraint",
                           "asserted", "link", "no_header", "brace"}) {
    for (const char* compiler : {"gcc12", "clang16"}) {
      const std::string file = fmt::format("{}.{}", name, compiler);
      const CompilerError error = read_case(file);
      const std::string told = fmt::format("{}:{}:{}\n{}\n---\n{}", error.file, error.line,
                                           error.column, error.sentence, error.excerpt);
      CHECK(tests::golden("compiler/" + file + ".told", told) == "");
    }
  }
}

TEST_CASE("compiler error: both compilers' errors are blamed on the same line") {
  for (const std::string compiler : {"gcc12", "clang16"}) {
    CHECK(place(read_case("plain." + compiler)) == source + "plain.hpp:4");
    CHECK(place(read_case("template." + compiler)) == source + "template.hpp:7");
    CHECK(place(read_case("deep." + compiler)) == source + "deep.hpp:8");
    CHECK(place(read_case("from_test." + compiler)) == test + "from_test.cpp:6");
    CHECK(place(read_case("missing." + compiler)) == test + "missing.cpp:4");
    CHECK(place(read_case("asserted." + compiler)) == source + "asserted.hpp:5");
    CHECK(place(read_case("link." + compiler)) == test + "link.cpp:2");
    CHECK(place(read_case("no_header." + compiler)) == test + "no_header.cpp:1");
    CHECK(place(read_case("brace." + compiler)) == source + "brace.hpp:6");
  }
}

TEST_CASE("compiler error: an excerpt is short, whatever the template") {
  for (const std::string name : {"deep.gcc12", "deep.clang16", "from_test.gcc12"}) {
    const std::string excerpt = read_case(name).excerpt;
    CHECK(std::count(excerpt.begin(), excerpt.end(), '\n') <= 20);
  }
}

TEST_CASE("compiler error: a compiler that was killed, and output that holds no error") {
  load_catalogue(PATINA_ROOT);
  const CompilerError killed = first_error(
      "g++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated.\n",
      "/r");
  CHECK(killed.sentence == "Killed signal terminated program cc1plus");
  CHECK(killed.file.empty());
  const CompilerError none = first_error("ninja: build stopped\n", "/r");
  CHECK_FALSE(none.sentence.empty());
  CHECK(none.excerpt == "ninja: build stopped");
  CHECK_FALSE(first_error("", "/r").sentence.empty());
}

TEST_CASE("compiler error: the compiler's colours and the learner's controls stay outside") {
  load_catalogue(PATINA_ROOT);
  const CompilerError error =
      first_error("/r/labs/01-ownership/src/a.hpp:3:1: error: \x1b[31mbad\x07\n", "/r");
  CHECK(error.sentence == "bad\\x07");
  CHECK(error.file == "labs/01-ownership/src/a.hpp");
}
