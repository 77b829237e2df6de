// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1a: a Box holds one value, and destroys it once.
#include <testkit/catch.hpp>

#include <patina/box.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

using namespace testkit;
using patina::Box;

TEST_CASE("1a.01 A Box holds the value that it was made with", "[1a.01]") {
  step("make a Box that holds 7");
  Box<int> box = Box<int>::make(7);
  step("read the value through *box");
  CHECK(*box == 7);
}

TEST_CASE("1a.02 A Box destroys its value exactly once", "[1a.02]") {
  {
    step("make a Box that holds the object a");
    const auto box = Box<Tracked>::make("a", 7);
    CHECK(lives().alive == 1);
    step("let the Box go out of scope");
  }
  CHECK(lives().alive == 0);
  CHECK(lives().destroyed == 1);
}

TEST_CASE("1a.03 The value is reached by * and ->, and can be changed", "[1a.03]") {
  auto box = Box<std::string>::make("two words");
  step("call a member through box->");
  CHECK(box->size() == 9);
  step("assign through *box");
  *box = "one";
  CHECK(*box == "one");
}

TEST_CASE("1a.04 A value is made in place, with no copy and no move", "[1a.04]") {
  step("make a Box of a type that can be neither copied nor moved");
  const auto box = Box<Immovable>::make("a", 3);
  CHECK(box->value() == 3);
  CHECK(lives().made == 1);
}

struct alignas(256) Wide {
  char byte = 'w';
};

TEST_CASE("1a.05 An over-aligned value stands at an aligned address", "[1a.05]") {
  step("make a Box of a type that asks for 256-byte alignment");
  const auto box = Box<Wide>::make();
  CHECK(reinterpret_cast<std::uintptr_t>(&*box) % 256 == 0);
}

struct Explosive {
  Tracked first{"a member made before the throw"};
  Explosive() { throw std::runtime_error("the constructor failed"); }
};

TEST_CASE("1a.06 A constructor that throws leaves nothing behind", "[1a.06]") {
  step("make a Box of a type whose constructor throws");
  CHECK_THROWS_AS(Box<Explosive>::make(), std::runtime_error);
  CHECK(lives().alive == 0);
}
