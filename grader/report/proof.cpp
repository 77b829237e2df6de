// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/campaigns.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/proof.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

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

// By lab: what campaigns of seeds needed to kill its mutants. A mutant's task begins with its lab.
std::map<std::string, SeedsToKill> seeds_by_lab(const ProveResult& result) {
  std::map<std::string, std::vector<std::int64_t>> all;
  for (const MutantProof& proof : result.mutants)
    if (proof.outcome == Outcome::killed && proof.seeds)
      all["0" + proof.mutant.task.substr(0, 1)].push_back(*proof.seeds);
  std::map<std::string, SeedsToKill> seeds;
  for (const auto& [lab, numbers] : all) seeds[lab] = seeds_to_kill(numbers);
  return seeds;
}

std::string seeds_words(const MutantProof& proof) {
  if (!proof.seeds) return "";
  const std::string word = say(*proof.seeds == 1 ? "prove.seed" : "prove.seeds");
  return fmt::format("  ({} {})", *proof.seeds, word);
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
    text += fmt::format("{:<{}}  {:<12}  {:<8}  {:5.1f} s  {}{}\n", proof.mutant.id, width,
                        word_for(proof.outcome), proof.verdict, seconds(proof.duration_ms),
                        joined(proof.caught_by), seeds_words(proof));
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
  for (const auto& [lab, seeds] : seeds_by_lab(result)) text += seeds_line(lab, seeds) + "\n";
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
                               {"seeds_to_kill", proof.seeds ? nlohmann::ordered_json(*proof.seeds)
                                                             : nlohmann::ordered_json(nullptr)},
                               {"duration_ms", proof.duration_ms}});
  json["alternates"] = nlohmann::ordered_json::array();
  for (const AlternateProof& proof : result.alternates)
    json["alternates"].push_back({{"id", proof.alternate.id},
                                  {"task", proof.alternate.task},
                                  {"full", proof.is_full},
                                  {"rejected_by", proof.rejected_by},
                                  {"duration_ms", proof.duration_ms}});
  json["campaigns"] = nlohmann::ordered_json::object();
  for (const auto& [lab, seeds] : seeds_by_lab(result))
    json["campaigns"][lab] = {{"mutants", seeds.mutants},
                              {"median_seeds", seeds.median},
                              {"most_seeds", seeds.most}};
  json["solution_failures"] = result.solution_failures;
  json["killed"] = result.killed();
  json["total"] = result.mutants.size();
  return json.dump(2) + "\n";
}

}  // namespace grader
