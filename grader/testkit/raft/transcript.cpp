// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check.hpp>
#include <testkit/raft/script.hpp>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "script_words.hpp"

namespace testkit::raft {
namespace {

std::string line_at(const Lines& lines, std::size_t at) {
  return at < lines.size() ? "\"" + lines[at] + "\"" : "nothing more";
}

void rewrite(const std::string& folder, std::string_view name, const Lines& lines) {
  std::ofstream file(folder + "/" + std::string(name) + ".txt");
  file << "R\"(\n" << joined(lines) << ")\"\n";
}

}  // namespace

void keeps_transcript(std::string_view name, std::string_view text, const Features& features,
                      std::source_location where) {
  ask_rule();
  const Lines kept = lines_of(text);
  const auto play = [&](const auto& goes_on) { return play_lines(kept, features, goes_on); };
  if (const char* const folder = std::getenv("PATINA_REWRITE"))
    return rewrite(folder, name, play([](const Lines&) { return true; }));
  std::string last = "the beginning";
  std::size_t at = 0;
  const auto agrees = [&](const Lines& out) {
    for (; at < kept.size() && at < out.size() && kept[at] == out[at]; ++at)
      if (is_command(kept[at])) last = "\"" + kept[at] + "\"";
    return at == out.size();
  };
  // A step before it is taken: an assertion may end the program there.
  const Lines out = play([&](const Lines& so_far) {
    const bool goes_on = agrees(so_far);
    if (goes_on) step(so_far.back(), where);
    return goes_on;
  });
  if (agrees(out) && at == kept.size()) return;
  broke_rule("transcript " + std::string(name) + ", line " + std::to_string(at + 1) + ", behind " +
                 last + ": expected is " + line_at(kept, at) + ", and here comes " +
                 line_at(out, at),
             where);
}

}  // namespace testkit::raft
