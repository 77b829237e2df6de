// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The words behind `./grade`: verbs, their options, and the help that explains them.
//
// A thin door to CLI11, which is compiled once, in arguments.cpp: its header costs ten seconds a
// file, and there are twenty verbs.
//
// Interface:
//   Arguments arguments(program, about)      then one verb after the other:
//   Verb verb = arguments.verb("run", about)
//   verb.operand / option / flag / choice    bind a variable, which must live until parse() returns
//   verb.example(text), verb.action(f)       f runs inside parse()
//   arguments.parse(count, words)            true if a verb ran or nothing was asked for; false if
//                                            help was printed. Bad words are a UsageError.
//
// Thread rule: the main thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace grader {

// A handle: cheap to copy, alive as long as its Arguments.
class Verb {
 public:
  explicit Verb(CLI::App* app) : app_(app) {}

  // A word without dashes. `shown` is how the help writes it: "TASK", "[WHAT...]".
  Verb& operand(const char* name, std::string& value, const std::string& about,
                const std::string& shown, bool is_required = false);
  Verb& operand(const char* name, std::vector<std::string>& values, const std::string& about,
                const std::string& shown, bool is_required = false);
  // "--seed", "--jobs,-j"; numbers are at least 1 where `is_positive` says so.
  Verb& option(const char* names, std::string& value, const std::string& about);
  Verb& option(const char* names, std::uint64_t& value, const std::string& about);
  Verb& option(const char* names, int& value, const std::string& about, bool is_positive = true);
  Verb& flag(const char* names, bool& value, const std::string& about);
  // One of `words`; anything else is a usage error that lists them.
  Verb& choice(const char* names, const std::vector<std::string>& words,
               std::function<void(const std::string&)> choose, const std::string& about);
  Verb& example(const std::string& text);
  Verb& action(std::function<void()> run);

 private:
  CLI::App* app_;
};

class Arguments {
 public:
  Arguments(const std::string& program, const std::string& about, const std::string& footer);
  ~Arguments();

  Verb verb(const std::string& name, const std::string& about);
  Verb all();  // options that stand before or after any verb
  bool has_verb() const;  // after parse(): was a verb named?
  bool parse(int count, char** words);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace grader
