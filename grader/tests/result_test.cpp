// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/result.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <set>
#include <stdexcept>

using namespace grader;

TEST_CASE("points: thirds add up to a whole") {
  Points sum;
  for (int i = 0; i < 3; ++i) sum += Points(1, 3);
  CHECK(sum == Points(1));
  CHECK(sum.text() == "1");
}

TEST_CASE("points: fractions are reduced, so that equal ones are equal") {
  CHECK(Points(2, 4) == Points(1, 2));
  CHECK(Points(0, 7) == Points());
  CHECK(Points(0, 7).is_zero());
}

TEST_CASE("points: text has two decimals at most, rounded half up, no trailing zeros") {
  CHECK(Points(25, 2).text() == "12.5");
  CHECK(Points(100).text() == "100");
  CHECK(Points(1, 3).text() == "0.33");
  CHECK(Points(2, 3).text() == "0.67");
  CHECK(Points(1, 200).text() == "0.01");
  CHECK(Points(1, 201).text() == "0");
  CHECK(Points(101, 100).text() == "1.01");
  CHECK(Points(999, 1000).text() == "1");
  CHECK(Points(1, 8).rounded() == 0.13);
}

TEST_CASE("points: negative numbers, zero denominators and overflow are refused") {
  CHECK_THROWS_AS(Points(-1), std::invalid_argument);
  CHECK_THROWS_AS(Points(1, 0), std::invalid_argument);
  Points huge(std::numeric_limits<std::int64_t>::max());
  CHECK_THROWS_AS(huge += Points(1), std::overflow_error);
}

TEST_CASE("verdicts: each has one word, and the word leads back to it") {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Verdict::skipped); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    CHECK(verdict_of(to_string(verdict)) == verdict);
    words.insert(to_string(verdict));
  }
  CHECK(words.size() == 17);
  CHECK_FALSE(verdict_of("pass").has_value());
}

TEST_CASE("catalogue: an id that English lacks comes out as itself") {
  load_catalogue(PATINA_ROOT);
  CHECK(sentence("no.such-sentence") == "no.such-sentence");
  CHECK_FALSE(has_sentence("no.such-sentence"));
  CHECK(say("usage.unknown-word", "9z", "").find("\"9z\"") != std::string::npos);
}
