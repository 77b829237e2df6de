// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/arguments.hpp>
#include <grader/course/manifest.hpp>
#include <grader/course/nearest.hpp>
#include <grader/report/catalogue.hpp>

#include <CLI/CLI.hpp>

#include <charconv>
#include <set>

namespace grader {
namespace {

template <class Value>
void add_operand(CLI::App& app, const char* name, Value& value, const std::string& about,
                 const std::string& shown, bool is_required) {
  app.add_option(name, value, about)->required(is_required)->option_text(shown);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

// What was probably meant by a first word that is no verb.
std::string advice_for(const CLI::App& app, const std::string& word) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  const auto near = nearest(word, verbs);
  return near.empty() ? say("main.see-help") : say("usage.did-you-mean", "./grade " + near.front());
}

// CLI11's own check names the largest number there is, in 309 digits. Returns what is wrong.
std::string at_least_one(const std::string& word) {
  int number = 0;
  const char* const end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, number);
  const bool is_whole = error == std::errc() && rest == end;
  return is_whole && number > 0 ? std::string() : say("usage.at-least-one", word);
}

}  // namespace

Verb& Verb::operand(const char* name, std::string& value, const std::string& about,
                    const std::string& shown, bool is_required) {
  add_operand(*app_, name, value, about, shown, is_required);
  return *this;
}

Verb& Verb::operand(const char* name, std::vector<std::string>& values, const std::string& about,
                    const std::string& shown, bool is_required) {
  add_operand(*app_, name, values, about, shown, is_required);
  return *this;
}

Verb& Verb::option(const char* names, std::string& value, const std::string& about) {
  app_->add_option(names, value, about)->option_text(say("arguments.text"));
  return *this;
}

Verb& Verb::option(const char* names, std::uint64_t& value, const std::string& about) {
  app_->add_option(names, value, about)->option_text(say("arguments.number"));
  return *this;
}

Verb& Verb::option(const char* names, int& value, const std::string& about, bool is_positive) {
  CLI::Option* const option = app_->add_option(names, value, about);
  if (is_positive) option->check(CLI::Validator(at_least_one, ""));
  option->option_text(say("arguments.number"));
  return *this;
}

Verb& Verb::flag(const char* names, bool& value, const std::string& about) {
  app_->add_flag(names, value, about);
  return *this;
}

Verb& Verb::choice(const char* names, const std::vector<std::string>& words,
                   std::function<void(const std::string&)> choose, const std::string& about) {
  app_->add_option_function<std::string>(names, std::move(choose), about)
      ->check(CLI::IsMember(std::set<std::string>(words.begin(), words.end())))
      ->option_text(joined(words));
  return *this;
}

Verb& Verb::example(const std::string& text) {
  app_->footer(text);
  return *this;
}

Verb& Verb::action(std::function<void()> run) {
  app_->callback(std::move(run));
  return *this;
}

Arguments::Arguments(const std::string& program, const std::string& about,
                     const std::string& footer)
    : app_(std::make_unique<CLI::App>(about, program)) {
  app_->require_subcommand(0, 1);
  app_->fallthrough();
  app_->footer(footer);
}

Arguments::~Arguments() = default;

Verb Arguments::verb(const std::string& name, const std::string& about) {
  return Verb(app_->add_subcommand(name, about));
}

Verb Arguments::all() { return Verb(app_.get()); }

bool Arguments::has_verb() const { return !app_->get_subcommands().empty(); }

bool Arguments::parse(int count, char** words) {
  try {
    app_->parse(count, words);
    return true;
  } catch (const CLI::Success& success) {
    app_->exit(success);  // prints what was asked for: help
    return false;
  } catch (const CLI::ExtrasError& error) {
    throw UsageError(say("main.bad-arguments", error.what(), advice_for(*app_, words[1])));
  } catch (const CLI::ParseError& error) {
    throw UsageError(say("main.bad-arguments", error.what(), say("main.see-help")));
  }
}

}  // namespace grader
