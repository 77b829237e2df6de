// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Every sentence that a learner sees, by id, in the language asked for.
//
// Interface:
//   load_catalogue(root)            reads grader/report/messages/<language>.json
//   catalogue_language()            "en"
//   say("run.all-passed", 14, ..)   the sentence, with {0}, {1}.. filled in
//
// The language is PATINA_LANG, else "en". A sentence that a language lacks is taken from English;
// an id that English lacks comes out as itself, and a test of the grader fails.
// Thread rule: loaded once, before threads; then read only.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace grader {

void load_catalogue(const std::filesystem::path& root);
const std::string& sentence(std::string_view id);
const std::string& catalogue_language();  // of the sentences that are loaded
bool has_sentence(std::string_view id);

template <class... Arguments>
std::string say(std::string_view id, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(sentence(id)), arguments...);
}

}  // namespace grader
