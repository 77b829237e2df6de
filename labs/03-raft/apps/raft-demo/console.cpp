// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "console.hpp"

namespace demo {

namespace {

constexpr int patience_ticks = 1000;

constexpr const char* help[] = {
    "status            a line for each node",
    "set NAME VALUE    proposes it to the leader",
    "get NAME          asks the leader, who asks the others whether it still leads",
    "kill N            node N, or `leader`, dies: only what it has synced is left",
    "restart N         it comes back, with that",
    "cut N             nothing goes to node N or comes from it",
    "heal              all can talk again",
    "tick N            N ticks pass; without a number, one",
    "until leader      ticks pass until somebody leads whom a majority can hear",
    "until even        ticks pass until all that can talk agree and have applied the same",
    "quit              the end; so is the end of the input",
};

}  // namespace

bool Console::run(const std::string& line) {
  std::istringstream rest(line);
  std::string verb;
  rest >> verb;
  if (verb.empty() || verb[0] == '#') return true;
  if (verb == "quit") return false;
  obey(verb, rest);
  if (town_.is_over()) exit_code_ = 1;
  return !town_.is_over();
}

void Console::obey(const std::string& verb, std::istringstream& rest) {
  std::string name;
  std::string value;
  if (verb == "help") {
    for (const char* const line : help) print_(line);
  } else if (verb == "status") {
    for (const std::string& line : town_.status()) print_(line);
  } else if (verb == "heal") {
    town_.heal();
  } else if (verb == "tick") {
    ticks(rest);
  } else if (verb == "until" && rest >> name) {
    until(name);
  } else if (verb == "set" && rest >> name >> value) {
    if (!town_.propose(name + " " + value)) fail("nobody leads: try `until leader`");
  } else if (verb == "get" && rest >> name) {
    if (!town_.ask(name)) fail("nobody leads: try `until leader`");
  } else {
    obey_about_node(verb, rest);
  }
}

void Console::obey_about_node(const std::string& verb, std::istringstream& rest) {
  const bool is_known = verb == "kill" || verb == "restart" || verb == "cut";
  const std::uint64_t node = is_known ? node_in(rest) : 0;
  if (node == 0) {
    fail("that makes no sense here; there is `help`");
  } else if (verb == "cut") {
    town_.cut(node);
  } else if (verb == "kill") {
    if (!town_.kill(node)) fail("node " + std::to_string(node) + " is dead already");
  } else if (!town_.restart(node)) {
    fail("node " + std::to_string(node) + " is alive");
  }
}

void Console::ticks(std::istringstream& rest) {
  int count = 1;
  rest >> count;
  for (int i = 0; i < count; ++i) town_.tick();
}

void Console::until(const std::string& what) {
  if (what != "leader" && what != "even") return fail("until what? leader, or even");
  const auto is_so = [&] { return what == "even" ? town_.is_even() : town_.is_led(); };
  for (int i = 0; i < patience_ticks && !is_so() && !town_.is_over(); ++i) town_.tick();
  if (!is_so()) fail("not even after " + std::to_string(patience_ticks) + " ticks");
}

void Console::fail(const std::string& why) {
  print_(why);
  exit_code_ = 1;
}

// 0 if it is none.
std::uint64_t Console::node_in(std::istringstream& rest) const {
  std::string word;
  rest >> word;
  if (word == "leader") return town_.leader();
  return word.size() == 1 && word[0] >= '1' && word[0] < static_cast<char>('1' + Town::nodes)
             ? static_cast<std::uint64_t>(word[0] - '0')
             : 0;
}

}  // namespace demo
