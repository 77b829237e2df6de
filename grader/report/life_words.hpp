// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What happened to an object, in words: "moved from a", "destroyed".
//
// Interface: life_words(event) is what follows the object's name. An event of a kind that this
// grader does not know is told by its own word.
// Thread rule: pure, but for the catalogue.
#pragma once

#include <grader/report/result.hpp>

#include <string>

namespace grader {

std::string life_words(const LifeEvent& event);

}  // namespace grader
