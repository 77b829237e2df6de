// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 2, gate: what has no place in a submission, because it would speak to the compiler, the
// sanitizers or the runner instead of doing the task.
//
// Interface:
//   gate(course, lab, tree)      the findings in every C++ file of the lab's src/
//   gate_text(text)              the same for one text, without its file
//
// It reads tokens, not meaning: it knows comments and literals, macros only by name. In learn mode
// its findings are advice (`./grade lint`), but for the rules that a lab refuses: code that breaks
// one is not built. Where untrusted code is judged they all refuse it. It is a
// help against accidents and plain cheating, and no wall: see docs/grader.md on what is proof.
// Each rule has a sentence in the catalogue, "gate.<rule>": why, and what to write instead.
// Thread rule: pure, but for reading files.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct GateFinding {
  std::string rule;  // "own-main"
  std::string file;  // relative to the root
  unsigned line = 0;
  std::string text;  // the line, without its indent
};

std::vector<GateFinding> gate(const Course& course, const Lab& lab, Tree tree);
// `refused`: the rules for some labs that hold here too (lab.json, "refuses").
std::vector<GateFinding> gate_text(std::string_view text,
                                   const std::vector<std::string>& refused = {});

// All rules, for the test that each has its sentence.
std::vector<std::string> gate_rules();

}  // namespace grader
