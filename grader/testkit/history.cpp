// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/history.hpp>

namespace testkit::detail {

// "push(1) [1,4], pop() = 2 [2,3]": the numbers say when each call began and ended.
std::string words_of(const std::vector<Call>& calls) {
  std::string text;
  for (const Call& call : calls) {
    if (!text.empty()) text += ", ";
    text += std::string(call.name) + "(";
    if (call.argument != no_answer) text += std::to_string(call.argument);
    text += ")";
    if (call.answer != no_answer) text += " = " + std::to_string(call.answer);
    text += " [" + std::to_string(call.began) + "," + std::to_string(call.ended) + "]";
  }
  return text;
}

}  // namespace testkit::detail
