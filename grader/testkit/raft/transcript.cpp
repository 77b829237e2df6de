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
  const Lines out = lines_of(play_script(text, features));
  if (const char* const folder = std::getenv("PATINA_REWRITE"))
    return rewrite(folder, name, out);
  std::string last = "the beginning";
  std::size_t at = 0;
  for (; at < kept.size() && at < out.size() && kept[at] == out[at]; ++at) {
    if (!is_command(kept[at])) continue;
    last = "\"" + kept[at] + "\"";
    step(kept[at], where);
  }
  if (at == kept.size() && at == out.size()) return;
  broke_rule("transcript " + std::string(name) + ", line " + std::to_string(at + 1) + ", behind " +
                 last + ": expected is " + line_at(kept, at) + ", and here comes " +
                 line_at(out, at),
             where);
}

}  // namespace testkit::raft
