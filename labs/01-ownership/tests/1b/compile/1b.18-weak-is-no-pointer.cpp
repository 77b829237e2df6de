// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b: a Weak has to be asked whether the value still lives.
// EXPECT: use of deleted function|selected deleted operator
#include <testkit/catch.hpp>

#include <patina/rc.hpp>

using namespace testkit;
using patina::Rc;

TEST_CASE("1b.18 Reading a value through a Weak does not compile", "[1b.18]") {
  const auto rc = Rc<int>::make(7);
  const auto weak = rc.downgrade();
#ifdef PATINA_TWIN
  CHECK(**weak.upgrade() == 7);
#else
  CHECK(*weak == 7);
#endif
}
