// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/result.hpp>

#include <array>
#include <numeric>
#include <stdexcept>

namespace grader {
namespace {

struct Word {
  Verdict verdict;
  std::string_view text;
};

constexpr std::array<Word, 17> words{{
    {Verdict::grader_error, "GRADER_ERROR"},
    {Verdict::tamper, "TAMPER"},
    {Verdict::not_implemented, "NOT_IMPLEMENTED"},
    {Verdict::output_limit, "OUTPUT_LIMIT"},
    {Verdict::memory, "MEMORY"},
    {Verdict::race, "RACE"},
    {Verdict::ub, "UB"},
    {Verdict::leak, "LEAK"},
    {Verdict::deadlock, "DEADLOCK"},
    {Verdict::timeout, "TIMEOUT"},
    {Verdict::crash, "CRASH"},
    {Verdict::wrong, "WRONG"},
    {Verdict::premature_exit, "PREMATURE_EXIT"},
    {Verdict::pass, "PASS"},
    {Verdict::build, "BUILD"},
    {Verdict::refused, "REFUSED"},
    {Verdict::skipped, "SKIPPED"},
}};

std::int64_t multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product))
    throw std::overflow_error("points: a fraction grew too large");
  return product;
}

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    throw std::overflow_error("points: a fraction grew too large");
  return sum;
}

// Hundredths of a point, half up.
std::int64_t hundredths(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t whole = numerator / denominator;
  const std::int64_t rest = numerator % denominator;
  return add(multiply(whole, 100),
             add(multiply(rest, 200), denominator) / multiply(denominator, 2));
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  for (const Word& word : words)
    if (word.verdict == verdict) return word.text;
  return "GRADER_ERROR";
}

std::optional<Verdict> verdict_of(std::string_view word) {
  for (const Word& known : words)
    if (known.text == word) return known.verdict;
  return std::nullopt;
}

Points::Points(std::int64_t numerator, std::int64_t denominator) {
  if (numerator < 0) throw std::invalid_argument("points are never negative");
  if (denominator <= 0) throw std::invalid_argument("points have a positive denominator");
  const std::int64_t divisor = std::gcd(numerator, denominator);
  numerator_ = numerator / divisor;
  denominator_ = denominator / divisor;
}

Points& Points::operator+=(const Points& other) {
  const std::int64_t shared = std::gcd(denominator_, other.denominator_);
  const std::int64_t our_factor = other.denominator_ / shared;
  const std::int64_t their_factor = denominator_ / shared;
  *this = Points(add(multiply(numerator_, our_factor), multiply(other.numerator_, their_factor)),
                 multiply(denominator_, our_factor));
  return *this;
}

double Points::rounded() const {
  return static_cast<double>(hundredths(numerator_, denominator_)) / 100.0;
}

std::string Points::text() const {
  const std::int64_t value = hundredths(numerator_, denominator_);
  std::string text = std::to_string(value / 100);
  if (value % 100 == 0) return text;
  text += '.';
  text += static_cast<char>('0' + value % 100 / 10);
  if (value % 10 != 0) text += static_cast<char>('0' + value % 10);
  return text;
}

}  // namespace grader
