// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The line from a test program to the supervisor that started it (GRADER.md, "One test, one
// process"). Every record is one JSON object on one line, written with a single write().
//
// Interface:
//   is_connected()     does a supervisor listen? No, when a learner starts the program by hand
//   send(record)       writes one record
//   Record             builds one: Record("step").add("n", 3).add("text", "...")
//   choices()          the explorer's choices that a replay is to follow; empty if there are none
//   seed()             the seed of this run; 1 without a supervisor
//   asked_seeds()      how many seeds a simulation is to run; 0: as many as the test says
//   wants_trace()      is a green run to be told too?
//   wants_shrinking()  is a failing simulation to be made smaller before it is told?
//
// Thread rule: send() may be called from any thread and from a forked child.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace testkit {

class Record {
 public:
  explicit Record(std::string_view type);
  Record& add(std::string_view key, std::string_view text);
  Record& add(std::string_view key, std::int64_t number);
  std::string line() const { return text_ + "}\n"; }

 private:
  std::string text_;
};

bool is_connected();
void send(const Record& record);
std::uint64_t seed();
bool is_seeded();  // has anybody asked for it?
const std::string& choices();  // Assignment::choices
std::uint64_t asked_seeds();
bool wants_trace();
bool wants_autopsy();
bool wants_shrinking();

// Used by the runner alone.
struct Assignment {
  std::string nonce;
  std::string test;
  int exit_code = 0;
  std::uint64_t seed = 1;
  std::uint64_t seeds = 0;    // of a campaign; 0: the test's own number
  bool wants_trace = false;   // tell green runs too
  bool wants_autopsy = false;  // the program died in a simulation: tell what led there
  bool wants_shrinking = true;  // no ("unshrunk"): who asks wants to know that it fails, not how
  std::string choices;  // of an earlier run, to be followed; may be empty
};
// Takes "--channel=R,W", reads the assignment from R to its end, and connects to W.
// Returns false if the argument or the assignment is malformed.
bool connect(std::string_view argument, Assignment& assignment);
void disconnect();  // without a supervisor from here on; for a child that must stay silent

}  // namespace testkit
