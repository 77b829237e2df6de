// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What is said of campaigns: what clean seeds prove, and how many a mutant took.
#include <grader/engine/records.hpp>
#include <grader/report/campaigns.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/proof.hpp>
#include <grader/report/report.hpp>
#include <grader/tests/sample_run.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace grader;
using namespace grader::tests;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Story story_of(const std::string& records) {
  return parse_records(R"({"t":"hello","nonce":"n"})" "\n" + records, "3b.20", "/c");
}

std::string record(int call, int seeds, int asked, int failed) {
  return "{\"t\":\"campaign\",\"call\":" + std::to_string(call) +
         ",\"seeds\":" + std::to_string(seeds) + ",\"asked\":" + std::to_string(asked) +
         ",\"failed\":" + std::to_string(failed) + "}\n";
}

RunResult run_with(std::initializer_list<Campaign> campaigns) {
  RunResult run = passing_run();
  std::size_t i = 0;
  for (const Campaign& campaign : campaigns) {
    TestResult& test = run.labs[0].tasks[0].tests.at(i++);
    test.campaign = campaign;
    if (campaign.has_failed) test.verdict = Verdict::wrong;
  }
  return run;
}

std::string tell(const RunResult& run, bool is_verbose) {
  load_catalogue(PATINA_ROOT);
  ReportOptions options;
  options.columns = 200;
  options.verbose = is_verbose;
  return text_report(run, sample_course(), options);
}

MutantProof proof_of(const std::string& task, Outcome outcome, std::optional<std::int64_t> seeds) {
  MutantProof proof;
  proof.mutant.id = task + "-mutant";
  proof.mutant.task = task;
  proof.outcome = outcome;
  proof.verdict = "WRONG";
  proof.seeds = seeds;
  return proof;
}

}  // namespace

TEST_CASE("campaigns: N clean seeds bound the rate of failure at 1 - 0.05^(1/N), about 3/N") {
  CHECK(*failure_rate_bound({1, false, false}) == Approx(0.95));
  CHECK(*failure_rate_bound({20, false, false}) == Approx(0.139108));
  CHECK(*failure_rate_bound({1000, true, false}) == Approx(0.00299125));
  for (const std::int64_t seeds : {100, 10'000, 1'000'000}) {
    const double bound = *failure_rate_bound({seeds, false, false});
    CHECK(std::pow(1 - bound, seeds) == Approx(0.05));
    CHECK(bound < 3.0 / static_cast<double>(seeds));
  }
  CHECK_FALSE(failure_rate_bound({1000, false, true}).has_value());
}

TEST_CASE("campaigns: a run ends with what its clean seeds mean, if the learner chose how many") {
  const std::string text = tell(run_with({{1000, true, false}, {1000, true, false}}), false);
  CHECK(has(text, "\n2 campaigns of 1000 seeds were clean: with 95 % confidence, each fails on "
                  "less than 0.3 % of all such seeds.\n"));
  const RunResult usual = run_with({{20, false, false}});
  CHECK_FALSE(has(tell(usual, false), "confidence"));
  CHECK(has(tell(usual, true), "A campaign of 20 seeds was clean: with 95 % confidence, it fails "
                               "on less than 14 % of all such seeds.\n"));
}

TEST_CASE("campaigns: one that failed proves nothing, and neither does a test that did not pass") {
  CHECK_FALSE(has(tell(run_with({{3, true, true}}), true), "confidence"));
  RunResult run = run_with({{1000, true, false}});
  run.labs[0].tasks[0].tests[0].verdict = Verdict::wrong;
  CHECK_FALSE(has(tell(run, true), "confidence"));
}

TEST_CASE("campaigns: the JSON has their seeds, and their bound where they were clean") {
  load_catalogue(PATINA_ROOT);
  const auto json =
      nlohmann::json::parse(json_report(run_with({{1000, true, false}, {3, true, true}})));
  const auto& tests = json["labs"][0]["tasks"][0]["tests"];
  CHECK(tests[0]["campaign"]["seeds"] == 1000);
  CHECK(tests[0]["campaign"]["failure_rate_below"].get<double>() == Approx(0.00299125));
  CHECK(tests[1]["campaign"]["failed"] == true);
  CHECK(tests[1]["campaign"]["failure_rate_below"].is_null());
  CHECK(tests[2]["campaign"].is_null());
}

TEST_CASE("campaigns: of several in a test the one that failed counts, else the shortest") {
  CHECK_FALSE(story_of("").campaign.has_value());
  CHECK(story_of(record(1, 50, 0, 0) + record(2, 20, 0, 0)).campaign->seeds == 20);
  CHECK(story_of(record(1, 20, 0, 0) + record(2, 50, 0, 0)).campaign->seeds == 20);
  const auto failed = story_of(record(1, 20, 0, 0) + record(2, 37, 1, 1)).campaign;
  CHECK(failed->seeds == 37);
  CHECK(failed->has_failed);
  CHECK(failed->is_asked);
  CHECK(story_of(record(1, 20, 0, 0)).tampering.empty());
}

TEST_CASE("campaigns: a test says whether it asked for its seed; who does not say may have") {
  const auto ended = [](const std::string& more) {
    const std::string end = R"({"t":"end","id":"3b.46","assertions":1,"failed":0)";
    return story_of(end + more + "}\n").is_seeded;
  };
  CHECK(ended(""));
  CHECK(ended(",\"seeded\":1"));
  CHECK_FALSE(ended(",\"seeded\":0"));
}

TEST_CASE("prove: the seeds that campaigns took, each, in the middle and at most, by lab") {
  load_catalogue(PATINA_ROOT);
  ProveResult result;
  for (const std::int64_t seeds : {12, 1, 1, 2})
    result.mutants.push_back(proof_of("3b", Outcome::killed, seeds));
  result.mutants.push_back(proof_of("3a", Outcome::killed, std::nullopt));
  result.mutants.push_back(proof_of("3a", Outcome::other_reason, 9));
  result.mutants.push_back(proof_of("4a", Outcome::killed, 7));
  const std::string text = proof_text(result);
  CHECK(has(text, "(12 seeds)\n"));
  CHECK(has(text, "(1 seed)\n"));
  CHECK(has(text, "campaigns of lab 03: 4 mutants, median 1 seed to kill, most 12\n"));
  CHECK(has(text, "campaigns of lab 04: 1 mutants, median 7 seeds to kill, most 7\n"));
  const auto json = nlohmann::json::parse(proof_json(result));
  CHECK(json["mutants"][0]["seeds_to_kill"] == 12);
  CHECK(json["mutants"][4]["seeds_to_kill"].is_null());
  CHECK(json["campaigns"]["03"] ==
        nlohmann::json({{"mutants", 4}, {"median_seeds", 1}, {"most_seeds", 12}}));
}

TEST_CASE("prove: without campaigns there is no line about them") {
  load_catalogue(PATINA_ROOT);
  ProveResult result;
  result.mutants.push_back(proof_of("1a", Outcome::killed, std::nullopt));
  CHECK_FALSE(has(proof_text(result), "campaigns"));
}
