// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/proof.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace grader {
namespace {

const char* word_for(Outcome outcome) {
  switch (outcome) {
    case Outcome::killed: return "killed";
    case Outcome::survived: return "SURVIVED";
    case Outcome::other_reason: return "OTHER REASON";
    case Outcome::broken: return "BROKEN";
  }
  return "";
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

}  // namespace

std::string proof_text(const ProveResult& result) {
  std::string text;
  for (const std::string& failure : result.solution_failures)
    text += say("prove.solution-fails", failure) + "\n";
  std::size_t width = 10;
  for (const MutantProof& proof : result.mutants) width = std::max(width, proof.mutant.id.size());
  for (const AlternateProof& proof : result.alternates)
    width = std::max(width, proof.alternate.id.size());
  for (const MutantProof& proof : result.mutants) {
    text += fmt::format("{:<{}}  {:<12}  {:<8}  {:5.1f} s  {}\n", proof.mutant.id, width,
                        word_for(proof.outcome), proof.verdict, seconds(proof.duration_ms),
                        joined(proof.caught_by));
    if (proof.outcome != Outcome::killed) text += "    " + proof.detail + "\n";
  }
  for (const AlternateProof& proof : result.alternates) {
    text += fmt::format("{:<{}}  {:<12}  {:<8}  {:5.1f} s  {}\n", proof.alternate.id, width,
                        proof.is_full ? "full" : "REJECTED", "", seconds(proof.duration_ms),
                        joined(proof.rejected_by));
    if (!proof.is_full) text += "    " + proof.detail + "\n";
  }
  const auto full = std::count_if(result.alternates.begin(), result.alternates.end(),
                                  [](const auto& proof) { return proof.is_full; });
  return text + say("prove.total", result.killed(), result.mutants.size(), full,
                    result.alternates.size()) +
         "\n";
}

std::string proof_json(const ProveResult& result) {
  nlohmann::ordered_json json;
  json["format"] = 1;
  json["mutants"] = nlohmann::ordered_json::array();
  for (const MutantProof& proof : result.mutants)
    json["mutants"].push_back({{"id", proof.mutant.id},
                               {"task", proof.mutant.task},
                               {"outcome", word_for(proof.outcome)},
                               {"verdict", proof.verdict},
                               {"caught_by", proof.caught_by},
                               {"duration_ms", proof.duration_ms}});
  json["alternates"] = nlohmann::ordered_json::array();
  for (const AlternateProof& proof : result.alternates)
    json["alternates"].push_back({{"id", proof.alternate.id},
                                  {"task", proof.alternate.task},
                                  {"full", proof.is_full},
                                  {"rejected_by", proof.rejected_by},
                                  {"duration_ms", proof.duration_ms}});
  json["solution_failures"] = result.solution_failures;
  json["killed"] = result.killed();
  json["total"] = result.mutants.size();
  return json.dump(2) + "\n";
}

}  // namespace grader
