// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h, hidden: a select that gave up, and one whose handler throws.
#include <testkit/catch.hpp>

#include <patina/rendezvous.hpp>
#include <patina/select.hpp>

#include <chrono>
#include <stdexcept>
#include <utility>

using namespace testkit;
using namespace patina;

static const auto ignore = [](const auto&) {};

TEST_CASE("2h.h04 Who gave up is not met, and a handler that throws leaves nothing behind",
          "[2h.h04]") {
  const auto [sender, receiver] = rendezvous<int>();
  const auto [into, from] = bounded<int>(2);
  step("select for a moment, in vain");
  auto sending = on_send(sender, 7, ignore);
  CHECK_FALSE(select_for(std::chrono::microseconds(1), on_recv(from, ignore), sending).has_value());
  CHECK(sending.message() == 7);
  CHECK(outcome(receiver.try_recv()) == "empty");
  step("select with a handler that throws");
  REQUIRE(outcome(into.send(1)) == "done");
  const auto throwing = [](const auto&) { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(select(on_recv(from, throwing), on_recv(receiver, ignore)), std::runtime_error);
  step("use both channels");
  CHECK(from.len() == 0);
  CHECK(outcome(sender.try_send(8)) == "full");
  CHECK(outcome(into.send(2)) == "done");
  CHECK(from.recv().value_or(-1) == 2);
}
