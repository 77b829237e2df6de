// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/layout.hpp>
#include <grader/report/printable.hpp>

#include <catch2/catch.hpp>

#include <random>

using namespace grader;

TEST_CASE("printable: ordinary text and Chinese pass unchanged") {
  const std::string text =
      "size() == 9\n\tand \xE6\x89\x80\xE6\x9C\x89\xE6\x9D\x83 \xF0\x9F\xA6\x80";
  CHECK(printable(text) == text);
}

TEST_CASE("printable: escape sequences disappear, other controls are spelled out") {
  CHECK(printable("\x1b[31mred\x1b[0m") == "red");
  CHECK(printable("\x1b]8;;http://evil\x07link\x1b]8;;\x1b\\!") == "link!");
  CHECK(printable("\x1b]0;title without an end\nnext") == "\nnext");
  CHECK(printable(std::string("a\0b\x07", 4)) == "a\\x00b\\x07");
  CHECK(printable("\xC2\x9B"
                  "31m") == "\\x9b31m");  // CSI in one character
  CHECK(printable("\x1b") == "");
}

TEST_CASE("printable: a carriage return begins a line and hides none") {
  CHECK(printable("FAIL\rok") == "FAIL\nok");
  CHECK(printable("dos\r\n") == "dos\n");
}

TEST_CASE("printable: marks that turn the direction of text are spelled out") {
  CHECK(printable("a\xE2\x80\xAE"
                  "b") == "a\\u{202e}b");
  CHECK(printable("\xEF\xBB\xBF") == "\\u{feff}");
}

TEST_CASE("printable: what is not UTF-8 is replaced byte by byte") {
  CHECK(printable("a\xFF"
                  "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(printable("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  CHECK(printable("\xED\xA0\x80").size() == 9);                // a surrogate
  CHECK(printable("\xE6\x89") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut short
  CHECK(printable("\xF5\x80\x80\x80").find("\xF5") == std::string::npos);
}

TEST_CASE("printable: whatever comes in, what goes out is valid and without controls") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(random() % 3 == 0 ? 0x1b : random());
    const std::string clean = printable(text);
    CHECK(is_valid_utf8(clean));
    CHECK(printable(clean) == clean);
    for (const char c : clean)
      CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'));
  }
}

TEST_CASE("without_workflow_commands: breaks commands to GitHub's runner, and nothing else") {
  CHECK(without_workflow_commands("::error::x\n  ::stop\na::b ##[x]") ==
        ": :error::x\n  : :stop\na::b # #[x]");
  CHECK(without_workflow_commands("std::move(a)") == "std::move(a)");
}

TEST_CASE("head_and_tail: keeps both ends and counts what is between") {
  const Excerpt cut = head_and_tail("1\n2\n3\n4\n\n6\n7\n", 2, 2);
  CHECK(cut.head == "1\n2");
  CHECK(cut.tail == "6\n7");
  CHECK(cut.left_out_lines == 3);
  const Excerpt whole = head_and_tail("1\n2\n3\n4\n5", 2, 2);  // one line is not worth a gap
  CHECK(whole.head == "1\n2\n3\n4\n5");
  CHECK(whole.left_out_lines == 0);
}

TEST_CASE("cut_bytes: never cuts through a character") {
  CHECK(cut_bytes("a\xE6\x89\x80", 3) == "a");
  CHECK(cut_bytes("abc", 3) == "abc");
}

TEST_CASE("layout: Chinese characters are two columns wide and may be broken between") {
  const std::string four = "\xE6\x89\x80\xE6\x9C\x89\xE6\x9D\x83\xE5\x80\xBC";
  CHECK(display_width(four) == 8);
  CHECK(wrap(four, 5).size() == 2);
  CHECK(shorten(four, 7) == four.substr(0, 6) + "...");
}

TEST_CASE("layout: words are wrapped, long ones are broken, nothing is lost") {
  const auto lines = wrap("  one two three abcdefghijklmnop", 9);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "  one two");
  CHECK(lines[1] == "three");
  CHECK(lines[2] == "abcdefghi");
  CHECK(lines[3] == "jklmnop");
  CHECK(wrap("", 10).size() == 1);
  CHECK(wrap("a\n\nb", 10).size() == 3);
}

TEST_CASE("layout: paint adds colour only when asked to") {
  CHECK(Paint(false).bad("FAIL") == "FAIL");
  CHECK(Paint(true).bad("FAIL") == "\x1b[1;31mFAIL\x1b[0m");
}
