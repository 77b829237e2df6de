// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/nearest.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace grader {

namespace {

// How many letters must be put in, taken out or changed (Levenshtein), whatever their case.
std::size_t distance(const std::string& from, const std::string& to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool same = std::tolower(static_cast<unsigned char>(from[i - 1])) ==
                        std::tolower(static_cast<unsigned char>(to[j - 1]));
      const std::size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> nearest(const std::string& word, const std::vector<std::string>& known) {
  const std::size_t limit = word.size() <= 3 ? 1 : 2 + word.size() / 8;
  std::vector<std::pair<std::size_t, std::string>> candidates;
  for (const std::string& candidate : known) {
    const bool is_beginning = word.size() >= 3 && candidate.rfind(word, 0) == 0;
    const std::size_t apart = is_beginning ? 1 : distance(word, candidate);
    if (apart <= limit) candidates.emplace_back(apart, candidate);
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (const auto& [apart, candidate] : candidates) {
    if (result.size() == 3 || apart > candidates.front().first) break;
    result.push_back(candidate);
  }
  return result;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::vector<std::string> near = nearest(word, known);
  if (near.empty()) return say("usage.see-list");
  return say("usage.did-you-mean", fmt::format("{}", fmt::join(near, ", ")));
}

}  // namespace grader
