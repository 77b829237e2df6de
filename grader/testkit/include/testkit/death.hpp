// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Death tests: what happens when code does the forbidden thing.
//
// Interface:
//   const Death death = death_of([&] { *moved_from; });
//   CHECK(death.asserted());              it stopped with an assertion, not with a crash
//   CHECK(death.says("moved"));           and the sentence names the reason
//
// The callable runs in a forked child, so the test goes on afterwards and sees none of its effects.
// Thread rule: the test must have no other thread at that moment (fork copies only the caller).
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace testkit {

struct Death {
  enum class How { returned, threw, asserted, killed, exited };

  How how = How::returned;
  std::string sentence;  // asserted: its sentence; threw: what()
  std::string file;      // asserted: the file and line that the assertion blames
  unsigned line = 0;
  int status = 0;  // killed: the signal; exited: the exit code

  bool asserted() const { return how == How::asserted; }
  // returns true iff the sentence contains `text`, without regard to case
  bool says(std::string_view text) const;
  std::string describe() const;  // "asserted: ...", "returned", "killed by signal 11"
};

Death death_of(const std::function<void()>& forbidden);

}  // namespace testkit
