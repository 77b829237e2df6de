// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>

#include <regex>

namespace grader {

struct Pattern::Regex {
  std::regex regex;
};

namespace {

Pattern::Found found_in(const std::smatch& match) {
  Pattern::Found found{static_cast<std::size_t>(match.position()), {}};
  for (const std::ssub_match& group : match) found.groups.push_back(group.str());
  return found;
}

}  // namespace

Pattern::Pattern(const std::string& expression)
    : regex_(std::make_shared<const Regex>(Regex{std::regex(expression)})) {}

bool Pattern::matches(const std::string& text) const {
  return std::regex_match(text, regex_->regex);
}

bool Pattern::occurs_in(const std::string& text) const {
  return std::regex_search(text, regex_->regex);
}

std::optional<Pattern::Found> Pattern::match(const std::string& text) const {
  std::smatch match;
  if (!std::regex_match(text, match, regex_->regex)) return std::nullopt;
  return found_in(match);
}

std::optional<Pattern::Found> Pattern::find(const std::string& text) const {
  std::smatch match;
  if (!std::regex_search(text, match, regex_->regex)) return std::nullopt;
  return found_in(match);
}

std::vector<Pattern::Found> Pattern::all(const std::string& text) const {
  std::vector<Found> places;
  for (std::sregex_iterator at(text.begin(), text.end(), regex_->regex), end; at != end; ++at)
    places.push_back(found_in(*at));
  return places;
}

}  // namespace grader
