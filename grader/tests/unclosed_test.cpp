// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/unclosed.hpp>

#include <catch2/catch.hpp>

using grader::unclosed_bracket;

TEST_CASE("A file whose brackets are all closed, or that closes one too many, is not suspected") {
  CHECK_FALSE(unclosed_bracket("namespace a {\nint f() { return (1)[x]; }\n}\n"));
  CHECK_FALSE(unclosed_bracket("// {\nconst char* text = \"{(\"; /* [ */ char c = '{';\n"));
  CHECK_FALSE(unclosed_bracket("#if A\nstruct S {\n#else\nstruct S : B {\n#endif\n};\n"));
  CHECK_FALSE(unclosed_bracket("}\n"));
  CHECK_FALSE(unclosed_bracket(""));
}

TEST_CASE("The bracket that lacks its partner is found, by its indent where there are several") {
  CHECK(unclosed_bracket("namespace a {\nint x;\n") == 1U);
  CHECK(unclosed_bracket("namespace a {\nint f() {\n  return g(1;\n}\n}\n") == 3U);
  const char* const member =
      "namespace a {\n"
      "struct S {\n"
      "  int f(int a,\n"
      "        int b) {\n"
      "    return a + b;\n"
      "  }\n"
      "  int g() {\n"
      "    return 1;\n"
      "};\n"
      "}  // namespace a\n";
  CHECK(unclosed_bracket(member) == 7U);
}

TEST_CASE("In every file of the solutions a missing end is noticed, and no end that is there") {
  const std::filesystem::path root(PATINA_ROOT);
  for (const auto& file : grader::files_under(root / "solutions")) {
    if (file.extension() != ".hpp") continue;
    INFO(file.string());
    const std::string text = grader::read_text(file);
    CHECK_FALSE(unclosed_bracket(text));
    const std::size_t end = text.rfind("\n};");
    if (end != std::string::npos) CHECK(unclosed_bracket(text.substr(0, end) + "\n}"));
  }
}
