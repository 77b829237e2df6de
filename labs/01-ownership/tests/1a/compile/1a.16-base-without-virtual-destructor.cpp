// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1a: through a Box of the base, `delete` would run ~Base() alone, on an object that is more.
// EXPECT: virtual[_ ]destructor
#include <testkit/catch.hpp>

#include <patina/box.hpp>

using patina::Box;

struct Base {
  int number = 7;
#ifdef PATINA_TWIN
  virtual ~Base() = default;
#else
  ~Base() = default;
#endif
};
struct Derived : Base {};

TEST_CASE("1a.16 A Box of a base is made from a Box of a derived type only where ~Base is virtual",
          "[1a.16]") {
  const Box<Base> box(Box<Derived>::make());
  CHECK(box->number == 7);
}
