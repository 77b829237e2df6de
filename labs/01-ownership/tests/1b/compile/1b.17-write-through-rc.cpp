// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b: the compiler says no where Rust's does (E0594, "data in an `Rc`").
// EXPECT: read-only|returns a const value
#include <testkit/catch.hpp>

#include <patina/rc.hpp>

using namespace testkit;
using patina::Rc;

TEST_CASE("1b.17 Writing through a shared owner does not compile", "[1b.17]") {
  auto rc = Rc<int>::make(7);
#ifdef PATINA_TWIN
  *rc.get_mut() = 8;
#else
  *rc = 8;
#endif
  CHECK(*rc == 8);
}
