// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/proofs.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <set>

namespace grader {
namespace fs = std::filesystem;
using Json = nlohmann::json;
namespace {

struct Note {
  Json json;
  fs::path folder;
};

// The notes under grader/<kind>/NN-name/<id>/note.json, by folder name.
std::vector<Note> read_notes(const Course& course, const char* kind) {
  std::set<fs::path> folders;
  for (const Lab& lab : course.labs) {
    std::error_code ignored;
    for (const auto& entry :
         fs::directory_iterator(course.root / "grader" / kind / lab.folder, ignored))
      if (fs::exists(entry.path() / "note.json")) folders.insert(entry.path());
  }
  std::vector<Note> notes;
  for (const fs::path& folder : folders) {
    Json json = Json::parse(read_text(folder / "note.json"), nullptr, false);
    if (!json.is_object() || json.value("id", "") != folder.filename().string())
      throw CourseError(say("proofs.bad-note", (folder / "note.json").string()));
    if (course.task(json.value("task", "")) == nullptr)
      throw CourseError(say("proofs.unknown-task", json.value("id", ""), json.value("task", "")));
    notes.push_back({std::move(json), folder});
  }
  return notes;
}

// FNV-1a: the same choice on every machine, unlike std::hash. Its last letters hardly reach the
// high digits, by which is sorted; MurmurHash3's last step spreads them.
std::uint64_t hash(const std::string& text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdU;
  value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53U;
  return value ^ (value >> 33);
}

}  // namespace

std::vector<Mutant> load_mutants(const Course& course) {
  std::vector<Mutant> mutants;
  for (const Note& note : read_notes(course, "mutants")) {
    const Json& json = note.json;
    Mutant mutant{json.value("id", ""),     json.value("task", ""),
                  json.value("mode", ""),   json.value("killed_by", std::vector<std::string>()),
                  json.value("verdict", ""), json.value("rule", ""),
                  json.value("what", ""),   json.value("source", ""),
                  note.folder};
    for (const std::string& test : mutant.killed_by)
      if (course.test(test) == nullptr)
        throw CourseError(say("proofs.unknown-test", mutant.id, test));
    if (mutant.killed_by.empty()) throw CourseError(say("proofs.no-killer", mutant.id));
    mutants.push_back(std::move(mutant));
  }
  return mutants;
}

std::vector<Alternate> load_alternates(const Course& course) {
  std::vector<Alternate> alternates;
  for (const Note& note : read_notes(course, "alternates"))
    alternates.push_back({note.json.value("id", ""), note.json.value("task", ""),
                          note.json.value("what", ""), note.folder});
  return alternates;
}

std::vector<std::string> sample(std::vector<std::string> ids, const std::string& text,
                                std::size_t count) {
  if (ids.size() > count) {
    std::sort(ids.begin(), ids.end(), [&](const std::string& a, const std::string& b) {
      return hash(a + text) < hash(b + text);
    });
    ids.resize(count);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace grader
