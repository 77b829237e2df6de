// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>

namespace grader {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

Sentences& loaded() {
  static Sentences sentences;
  return sentences;
}

std::string& loaded_language() {
  static std::string language = "en";
  return language;
}

Sentences read_sentences(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  try {
    return nlohmann::json::parse(in).get<Sentences>();
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

// A language is part of a file's name, so it is letters, digits and hyphens and nothing else.
std::string language_asked_for() {
  const char* value = std::getenv("PATINA_LANG");
  const std::string language = value == nullptr ? "" : value;
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; };
  return std::all_of(language.begin(), language.end(), is_plain) ? language : "";
}

}  // namespace

void load_catalogue(const std::filesystem::path& root) {
  const auto folder = root / "grader" / "report" / "messages";
  Sentences sentences = read_sentences(folder / "en.json");
  const std::string language = language_asked_for();
  const auto file = folder / (language + ".json");
  loaded_language() = "en";
  if (!language.empty() && language != "en" && std::filesystem::exists(file)) {
    Sentences translated = read_sentences(file);
    translated.merge(sentences);  // English fills the gaps
    sentences = std::move(translated);
    loaded_language() = language;
  }
  loaded() = std::move(sentences);
}

const std::string& catalogue_language() { return loaded_language(); }

const std::string& sentence(std::string_view id) {
  const auto found = loaded().find(id);
  if (found != loaded().end()) return found->second;
  static std::mutex mutex;
  static Sentences unknown;
  const std::lock_guard lock(mutex);
  return unknown.emplace(id, id).first->second;
}

bool has_sentence(std::string_view id) { return loaded().find(id) != loaded().end(); }

}  // namespace grader
