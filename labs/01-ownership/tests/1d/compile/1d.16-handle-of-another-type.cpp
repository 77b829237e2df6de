// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1d: a Handle has the type of its value in its own: a number or a pointer would have been taken.
// EXPECT: no match for .operator\[\]|no viable (overloaded|conversion|.*operator\[\])
#include <testkit/catch.hpp>

#include <patina/arena.hpp>

#include <string>

TEST_CASE("1d.16 A Handle of one type does not compile with the Arena of another", "[1d.16]") {
  patina::Arena<int> numbers;
  patina::Arena<std::string> words;
  const auto seven = numbers.insert(7);
  const auto word = words.insert("seven");
#ifdef PATINA_TWIN
  CHECK(numbers[seven] == 7);
#else
  CHECK(numbers[word] == 7);
#endif
  CHECK(words[word] == "seven");
}
