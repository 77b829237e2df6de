// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/snippets.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>

namespace grader {
namespace {

// What the help says there is: the words of its lists, by their two-column layout.
struct Offered {
  std::set<std::string> verbs;
  std::set<std::string> options;
};

Offered read_help(const std::string& text) {
  static const Pattern entry(R"(^  ([a-z][a-z-]*)( .*)?$)");
  static const Pattern option(R"((^|[ ,])(--?[a-zA-Z][a-z-]*))");
  Offered offered;
  std::string section;
  for (const std::string& line : lines_of(text)) {
    if (!line.empty() && line.front() != ' ') section = line;
    const auto found = entry.match(line);
    if (section.starts_with("Subcommands") && found) offered.verbs.insert((*found)[1]);
    if (!section.starts_with("Options") || !line.starts_with("  -")) continue;
    const std::string names = line.substr(2, line.find(' ', 2) - 2);
    for (const Pattern::Found& name : option.all(names)) offered.options.insert(name[2]);
  }
  return offered;
}

bool is_placeholder(const std::string& word) {
  return word.starts_with("...") || word.starts_with("[") ||
         std::all_of(word.begin(), word.end(),
                     [](unsigned char c) { return std::isupper(c) || c == '_'; });
}

bool looks_like_an_id(const std::string& word) {
  static const Pattern id(R"([0-9]{2}|[0-9][a-z](\.h?[0-9]{2})?)");
  return id.matches(word);
}

bool is_known(const Course& course, const std::string& id) {
  return course.lab(id) != nullptr || course.task(id) != nullptr || course.test(id) != nullptr;
}

// Each help is asked for once: it starts a program.
class Commands {
 public:
  Commands(const Course& course, const Help& help) : course_(course), help_(help) {}

  // What is wrong with the command; empty if nothing is.
  std::string fault_of(const std::string& command) {
    std::istringstream words(command);
    std::string verb;
    words >> verb >> verb;  // ./grade, and what follows it
    if (words.fail() || is_placeholder(verb)) return "";
    if (verb.front() != '-' && !offered("").verbs.contains(verb))
      return say("pages.no-verb", command, verb);
    std::istringstream all(command);
    all >> verb;
    std::string subject;
    std::string before;
    for (std::string word; all >> word; before = word) {
      if (word == "#" || word == "|") break;
      if (subject.empty() && word.front() != '-') subject = word;
      const std::string option = word.substr(0, word.find('='));
      if (word.front() == '-' && !offered(subject).options.contains(option) &&
          !offered("").options.contains(option))
        return say("pages.no-option", command, option);
      const bool is_value = before.starts_with("-");  // --timeout 60
      if (!is_value && looks_like_an_id(word) && !is_known(course_, word))
        return say("pages.no-id", command, word);
    }
    return "";
  }

 private:
  const Offered& offered(const std::string& verb) {
    const auto [at, is_new] = known_.try_emplace(verb);
    if (is_new) at->second = read_help(help_(verb));
    return at->second;
  }

  const Course& course_;
  const Help& help_;
  std::map<std::string, Offered> known_;
};

}  // namespace

PageFindings check_page_commands(const Course& course, const Help& help, const Page& page) {
  PageFindings findings;
  Commands commands(course, help);
  for (const Quoted& command : page.commands) {
    const std::string fault = commands.fault_of(command.text);
    if (!fault.empty())
      findings.push_back({page.file + ":" + std::to_string(command.line), fault});
  }
  return findings;
}

}  // namespace grader
