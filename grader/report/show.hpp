// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A capsule for human eyes, ears and fingers.
//
// Interface:
//   show_page(capsule, course)     one HTML file: no network, no other file, no script needed
//   show_text(capsule, course)     the same as numbered steps
//   event_text(capsule, index, root)   one event by itself, with its line of code if that is there
//
// ENSURES of the page: everything that is drawn is also said in words, in the table that is the
// drawing and once more as a list; it is read by keyboard and screen reader, in light and dark, at
// any zoom; nothing moves; nothing from the capsule is taken for markup.
// Thread rule: pure functions of their arguments and the catalogue.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/capsule.hpp>

#include <string>
#include <utility>
#include <vector>

namespace grader {

std::string show_page(const Capsule& capsule, const Course& course);
std::string show_text(const Capsule& capsule, const Course& course);
std::string event_text(const Capsule& capsule, std::size_t index,
                       const std::filesystem::path& root);

// What is known besides the events, as label and value: rule, check, expected, actual, place, seed.
std::vector<std::pair<std::string, std::string>> facts_of(const Capsule& capsule,
                                                          const Course& course);
std::string replay_command(const Capsule& capsule);

}  // namespace grader
