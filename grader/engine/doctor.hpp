// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Is this machine fit for the course? Every answer comes from trying, never from a version alone:
// programs are compiled, run, and must end as they should.
//
// Interface:
//   examine(root, on_finding)     all checks, in order, each told as soon as it is known
//
// A FAIL stops a learner; a CAUTION costs comfort or a feature, and its sentence says which. Where
// one command mends it, the diagnosis holds that command.
// Thread rule: one examine() at a time in a process.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

enum class Health { pass, caution, fail };
std::string_view to_string(Health health);  // "PASS"

struct Diagnosis {
  std::string id;  // "tsan": stable, one word
  Health health = Health::pass;
  std::string sentence;
  std::string mend;  // a command to type; empty if there is nothing to mend, or no one command
};

std::vector<Diagnosis> examine(const std::filesystem::path& root,
                               const std::function<void(const Diagnosis&)>& on_finding);

}  // namespace grader
