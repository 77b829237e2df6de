// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: a channel is a door to other threads, and asks of each message what every door asks.
// EXPECT: T must be Send to go to another thread
#include <testkit/catch.hpp>

#include <patina/channel.hpp>

#include <memory>

using namespace testkit;

TEST_CASE("2c.14 A channel for messages that are not Send does not compile", "[2c.14]") {
#ifdef PATINA_TWIN
  const auto [sender, receiver] = patina::bounded<std::shared_ptr<const int>>(1);
#else
  const auto [sender, receiver] = patina::bounded<std::shared_ptr<int>>(1);
#endif
  CHECK(sender.send(std::make_shared<int>(7)).has_value());
  CHECK(**receiver.recv() == 7);
}
