// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What somebody probably meant to type.
//
// Interface:
//   nearest(word, known)        at most three known words, the nearest; a beginning is near
//   did_you_mean(word, known)   the same as a sentence; a way to find out if none is near
//
// Thread rule: pure.
#pragma once

#include <string>
#include <vector>

namespace grader {

std::vector<std::string> nearest(const std::string& word, const std::vector<std::string>& known);
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

}  // namespace grader
