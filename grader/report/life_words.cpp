// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/life_words.hpp>

namespace grader {

std::string life_words(const LifeEvent& event) {
  const std::string id = "life." + event.event;
  if (has_sentence(id)) return say(id, event.from);
  return event.from.empty() ? event.event : event.event + " " + event.from;
}

}  // namespace grader
