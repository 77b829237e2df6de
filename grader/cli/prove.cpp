// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// prove: run the grader against known-wrong and right-but-different submissions.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/matrix.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/prove.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/proof.hpp>

#include <algorithm>
#include <memory>

namespace grader {
namespace {

struct Options {
  std::vector<std::string> what;
  bool is_full = false;
  bool counts_seeds = false;
  std::string sample;
  std::string format = "text";
  std::string out;
  int jobs = 0;
};

// A word names a mutant or an alternate by its id, or a lab or task as everywhere.
template <class Proofs>
void keep_named(const Course& course, const std::vector<std::string>& words, Proofs& proofs) {
  if (words.empty()) return;
  std::erase_if(proofs, [&](const auto& proof) {
    const std::string lab = course.lab_of(*course.task(proof.task)).id;
    return std::none_of(words.begin(), words.end(), [&](const std::string& word) {
      return word == proof.id || word == proof.task || word == lab;
    });
  });
}

// What a sample holds at most: some minutes on two cores, however many there are by now.
constexpr std::size_t sampled_mutants = 48;
constexpr std::size_t sampled_alternates = 6;

template <class Proofs>
void keep_sample(const std::string& text, std::size_t count, Proofs& proofs) {
  std::vector<std::string> ids;
  for (const auto& proof : proofs) ids.push_back(proof.id);
  const std::vector<std::string> kept = sample(std::move(ids), text, count);
  std::erase_if(proofs, [&](const auto& proof) {
    return !std::binary_search(kept.begin(), kept.end(), proof.id);
  });
}

void prove_all(Context& context, const Options& options) {
  const Course& course = context.course();
  ProveRequest request{load_mutants(course), load_alternates(course), options.is_full,
                       options.counts_seeds, options.jobs};
  keep_named(course, options.what, request.mutants);
  keep_named(course, options.what, request.alternates);
  if (request.mutants.empty() && request.alternates.empty())
    throw UsageError(say("prove.nothing", options.what.empty() ? "" : options.what.front()));
  if (!options.sample.empty()) {
    keep_sample(options.sample, sampled_mutants, request.mutants);
    keep_sample(options.sample, sampled_alternates, request.alternates);
  }
  os::become_subreaper();
  const ProveResult result = prove(course, request, progress_line(context));
  clear_progress();
  deliver(options.format == "json" ? proof_json(result) : proof_text(result), options.out);
  if (options.is_full && result.is_clean()) write_matrix(course, result);
  context.exit_code = result.is_clean() ? exit_ok : exit_failed;
}

}  // namespace

void add_prove(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("prove", say("prove.about"));
  verb.example(say("prove.example"))
      .operand("what", options->what, say("prove.what"), "[WHAT...]")
      .flag("--full", options->is_full, say("prove.full"))
      .flag("--campaigns", options->counts_seeds, say("prove.campaigns-too"))
      .option("--sample", options->sample, say("prove.sample"))
      .choice(
          "--format", {"text", "json"},
          [options](const std::string& word) { options->format = word; }, say("run.format"))
      .option("--out,-o", options->out, say("run.out"))
      .option("--jobs,-j", options->jobs, say("run.jobs"))
      .action([&context, options] { prove_all(context, *options); });
}

}  // namespace grader
