// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/sim_records.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/moment_words.hpp>

namespace grader {
namespace fs = std::filesystem;
using Json = nlohmann::json;
namespace {

// How many of what there was: "found in run", "events", ...
std::map<std::string, std::string> options_of(const Json& record) {
  std::map<std::string, std::string> options;
  const auto add = [&](const std::string& name, std::int64_t count) {
    options[name] = std::to_string(count);
  };
  add("runs", record.value("runs", std::int64_t{1}));
  add("events", record.value("events", std::int64_t{0}));
  add("events not told", record.value("left_out", std::int64_t{0}));
  add("decisions", record.value("decisions", std::int64_t{0}));
  options["seed of the run"] = record.value("seed", "");
  return options;
}

}  // namespace

// Told as a step of the story too. Steps of the test before the simulation make room for it; what
// was told of an earlier simulation does too.
void read_moment(const Json& record, Story& story) {
  const int call = record.value("call", 1);
  if (story.told_call != call) {
    story.steps.clear();
    story.moments.clear();
    story.told_call = call;
  }
  Moment moment;
  moment.step = record.value("step", 0);
  moment.at_us = record.value("at", std::int64_t{0});
  moment.kind = record.value("kind", "");
  moment.actor = record.value("name", "");
  moment.other = record.value("other_name", "");
  moment.message = record.value("message", std::int64_t{0});
  moment.words = record.value("words", "");
  moment.lane = record.value("lane", "");
  moment.fate = record.value("fate", "");
  moment.cuts = record.value("cuts", "");
  moment.is_decided = record.value("decided", 0) != 0;
  moment.is_broken = record.value("broken", 0) != 0;
  moment.is_new_state = !moment.lane.empty();
  for (const Moment& before : story.moments)
    if (before.actor == moment.actor && !before.lane.empty())
      moment.is_new_state = before.lane != moment.lane && !moment.lane.empty();
  const bool is_heading = moment.kind == "step";
  story.steps.push_back({is_heading ? 0 : moment.step,
                         is_heading ? moment.words : moment_line(moment), 0});
  story.moments.push_back(std::move(moment));
}

void read_simulated(const Json& record, const fs::path& root, Story& story) {
  const auto verdict = verdict_of(record.value("verdict", ""));
  if (!verdict) {
    story.tampering = "a simulation ended in a verdict that is none";
    return;
  }
  for (const auto& [name, value] : options_of(record)) story.drawn[name] = value;
  if (*verdict == Verdict::pass) return;
  Explored found;
  found.verdict = *verdict;
  found.kind = record.value("kind", "");
  found.rule = record.value("rule", "");
  const bool is_check = found.kind == "check" && !record.value("expression", "").empty();
  found.failure = read_failure(record, is_check ? "check" : found.kind, root).failure;
  std::string& sentence = found.failure.sentence;
  if (found.kind == "assertion") sentence = say("judge.assertion", sentence);
  if (found.kind == "exception") sentence = say("judge.exception", sentence);
  if (is_check) sentence = say("judge.check", found.failure.expression);
  found.options = story.drawn;
  found.choices = record.value("choices", "");
  story.explored = std::move(found);
}

// A test of several campaigns is worth what the shortest of them is, or the one that failed.
void read_campaign(const Json& record, Story& story) {
  Campaign campaign;
  campaign.seeds = record.value("seeds", std::int64_t{0});
  campaign.is_asked = record.value("asked", 0) != 0;
  campaign.has_failed = record.value("failed", 0) != 0;
  const bool is_less = !story.campaign || campaign.has_failed ||
                       (!story.campaign->has_failed && campaign.seeds < story.campaign->seeds);
  if (campaign.seeds > 0 && is_less) story.campaign = campaign;
}

}  // namespace grader
