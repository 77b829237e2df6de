// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Scripts, where no kept transcript of lab 03 goes: what they show is the reference's doing.
#include <catch2/catch.hpp>
#include <testkit/raft/script.hpp>

#include <string>

#include "../sim/record_catcher.hpp"

using namespace testkit::raft;

namespace {

std::string shown(const std::string& script) {
  return play_script(script, patina::raft::features_up_to('f'));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("script: a learner gets the log, and who asks whom for a vote leaves it out") {
  const std::string text = shown(
      "> nodes 3 voters=1,2 learners=3\n> quiet\n> campaign 1\n> stabilize\n> propose 1\n"
      "> stabilize\n> beat 1\n> stabilize\n> status\n");
  CHECK(has(text, "  node 1 leader term 1 vote 1 log 1 1 |\n"));
  CHECK(has(text, "  node 3 follower term 1 vote - log 1 1 |\n"));
}

TEST_CASE("script: a voter becomes a learner, and the configuration is shown once it is another") {
  const std::string text = shown(
      "> nodes 3\n> quiet\n> campaign 1\n> stabilize\n> change 1 voters=1,2 learners=3\n"
      "> stabilize\n> beat 1\n> stabilize\n> status 3\n");
  CHECK(has(text, "  voters 1 2, learners 3\n"));
}

TEST_CASE("script: what goes to a node that is not there is lost, and it is said") {
  const std::string text = shown(
      "> nodes 3\n> quiet\n> campaign 1\n> stabilize\n> beat 1\n> stabilize\n"
      "> change 1 voters=1,2,3 learners=9\n> loud\n> stabilize\n");
  CHECK(has(text, " 1>9 "));
  CHECK(has(text, ": is lost, as there is no such node\n"));
}

// An assertion of the code may end the program in any command.
TEST_CASE("script: a kept transcript tells a step before it is taken, none behind what differs") {
  const auto caught = testkit::tests::records_of("PATINA1 n 80 x 7\n", [] {
    keeps_transcript("x",
                     "> nodes 3\n> quiet\n> campaign 1\n> stabilize\n> status 1\n"
                     "  node 1 leader term 2 vote 1 log 2 |\n> beat 1\n> status 2\n",
                     patina::raft::features_up_to('b'));
  });
  std::string steps;
  for (const std::string& line : caught.lines)
    if (line.find("{\"t\":\"step\"") == 0) steps += line + "\n";
  CHECK(has(steps, "> status 1"));
  CHECK_FALSE(has(steps, "> beat 1"));
  CHECK(has(caught.text(), "line 6, behind \\\"> status 1\\\": expected is"));
}

TEST_CASE("script: a command that is none, and a node that is none, are named as such") {
  for (const std::string command :
       {"jump 1", "campaign 4", "campaign 0", "campaign x", "deliver 1", "deliver 1 4",
        "transfer 1 4", "change 7 voters=1"}) {
    INFO(command);
    CHECK(has(shown("> nodes 3\n> " + command + "\n"),
              "  no such command, or no such node: see script.hpp\n"));
  }
}
