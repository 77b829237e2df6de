// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: a list node owns the next one, so it is Send iff it is Send. Rust assumes that it is while it
// looks at the members, and so do we; a plain pointer to the next one owns nothing.
// EXPECT: Node opts in to Send, but its member next is not Send
#include <testkit/catch.hpp>

#include <patina/send.hpp>

#include <memory>

struct Node {
  int value;
#ifdef PATINA_TWIN
  std::unique_ptr<Node> next;
#else
  Node* next;
#endif
  PATINA_DERIVE_SEND(Node, value, next);
  PATINA_DERIVE_SYNC(Node, value, next);
};

TEST_CASE("1f.11 A class that holds itself through an owner can opt in", "[1f.11]") {
  CHECK(patina::Send<Node>);
  CHECK(patina::Sync<Node>);
  CHECK(patina::Send<std::unique_ptr<Node>>);
}
