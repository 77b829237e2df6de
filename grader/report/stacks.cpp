// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/report/stacks.hpp>

#include <algorithm>
#include <cctype>

namespace grader {
namespace {

constexpr std::size_t frame_top = 0;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

void replace_all(std::string& text, std::string_view part, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += by.size())
    text.replace(at, part.size(), by);
}

// Takes out what stands from each `begin` to the next `end`, both included, if all between is of
// the kind that `fits`.
template <class Fits>
void erase_between(std::string& text, std::string_view begin, std::string_view end, Fits fits) {
  std::size_t at = 0;
  while ((at = text.find(begin, at)) != std::string::npos) {
    const std::size_t inner = at + begin.size();
    const std::size_t stop = text.find(end, inner);
    if (stop == std::string::npos) return;
    const std::string_view between = std::string_view(text).substr(inner, stop - inner);
    if (std::all_of(between.begin(), between.end(), fits))
      text.erase(at, stop + end.size() - at);
    else
      at = inner;
  }
}

// The number of a frame, "    #3 ...", or nothing if the line is none.
std::optional<std::size_t> frame_number(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.size() < 2 || line[0] != '#' || !is_digit(line[1])) return std::nullopt;
  std::size_t number = 0;
  for (line.remove_prefix(1); !line.empty() && is_digit(line[0]) && number < 100000;
       line.remove_prefix(1))
    number = number * 10 + static_cast<std::size_t>(line[0] - '0');
  return number;
}

std::string tidy_line(std::string line, const std::string& prefix) {
  const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
  const auto is_module = [](char c) { return c != ' ' && c != ')'; };
  if (frame_number(line)) {
    erase_between(line, "0x", " in ", is_hex);
    erase_between(line, " (", ")", [&](char c) { return is_module(c) && c != ','; });
  }
  erase_between(line, "==", "==", is_digit);
  erase_between(line, " (pid=", ")", is_digit);
  erase_between(line, " (tid=", ")", [](char c) { return c != ')'; });
  line.erase(std::min(line.find(" at pc 0x"), line.size()));  // registers
  replace_all(line, prefix, "");
  const std::size_t body = line.find("C_A_T_C_H_T_E_S_T_");
  if (body != std::string::npos) {
    std::size_t end = body + std::string_view("C_A_T_C_H_T_E_S_T_").size();
    while (end < line.size() && (is_digit(line[end]) || line[end] == '(' || line[end] == ')'))
      ++end;
    line.replace(body, end - body, "the test");
  }
  return line;
}

bool lies_in_the_course(std::string_view line) {
  for (const std::string_view folder : {"labs/", "solutions/", "grader/hidden/"})
    if (has(line, folder) && (has(line, ".hpp:") || has(line, ".cpp:"))) return true;
  return false;
}

bool is_worth_telling(const std::string& line) {
  const auto number = frame_number(line);
  return !number || *number == frame_top || lies_in_the_course(line);
}

}  // namespace

std::string tidy_stacks(std::string_view text, const std::filesystem::path& root) {
  const std::string prefix = root.lexically_normal().string() + "/";
  std::string tidy;
  bool is_shadow = false;  // AddressSanitizer's map of memory, for its own authors
  for (const std::string& line : lines_of(text)) {
    const std::string told = tidy_line(line, prefix);
    if (told.starts_with("Shadow bytes around")) is_shadow = true;
    if (told.starts_with("ABORTING") || told.starts_with("ERROR")) is_shadow = false;
    const bool is_rule = told.find_first_not_of("= ") == std::string::npos && !told.empty();
    const bool is_noise = is_shadow || is_rule || told == "ABORTING";
    if (!is_noise && is_worth_telling(told)) tidy += told + "\n";
  }
  return tidy;
}

std::optional<OwnPlace> own_place(std::string_view tidy_text) {
  for (const std::string& line : lines_of(tidy_text)) {
    const std::size_t source = line.find("/src/");
    if (source == std::string::npos) continue;
    std::size_t begin = line.rfind("labs/", source);
    if (begin == std::string::npos) begin = line.rfind("solutions/", source);
    const std::size_t colon = line.find(':', source);
    if (begin == std::string::npos || colon == std::string::npos) continue;
    OwnPlace place{line.substr(begin, colon - begin), 0};
    for (std::size_t i = colon + 1; i < line.size() && is_digit(line[i]) && place.line < 1000000;
         ++i)
      place.line = place.line * 10 + static_cast<unsigned>(line[i] - '0');
    if (place.line > 0 && !has(place.file, " ")) return place;
  }
  return std::nullopt;
}

}  // namespace grader
