// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: who opts in and is wrong is told which member is to blame.
// Rust: E0277, with the note "required because it appears within the type `Session`".
// EXPECT: Session opts in to Send, but its member cache is not Send
#include <testkit/catch.hpp>

#include <patina/send.hpp>

#include <memory>
#include <string>

struct Session {
  std::string user;
#ifdef PATINA_TWIN
  std::unique_ptr<std::string> cache;
#else
  std::shared_ptr<std::string> cache;
#endif
  PATINA_DERIVE_SEND(Session, user, cache);
};

TEST_CASE("1f.16 A class that opts in with a member that is not Send is told which", "[1f.16]") {
  CHECK(patina::Send<Session>);
}
