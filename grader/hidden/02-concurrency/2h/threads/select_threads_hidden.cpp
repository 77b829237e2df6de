// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h, hidden: selects on both sides, under real threads.
#include <testkit/catch.hpp>

#include <patina/rendezvous.hpp>
#include <patina/rt/thread.hpp>
#include <patina/select.hpp>

#include <array>
#include <utility>

using namespace testkit;
using namespace patina;

static constexpr int messages = 500;

TEST_CASE("2h.h05 Selects that send meet selects that receive, in whichever channel", "[2h.h05]") {
  const auto one = rendezvous<int>();
  const auto other = rendezvous<int>();
  long received = 0;
  step("let one thread send by select into either of two channels");
  rt::thread sender([&] {
    for (int i = 1; i <= messages; ++i) {
      const auto sent = [](const auto& result) { check(result.has_value(), "it is received"); };
      select(on_send(one.sender, i, sent), on_send(other.sender, i, sent));
    }
  });
  step("receive by select from either");
  const auto add = [&](const Result<int, Disconnected>& m) { received += m.value_or(-1); };
  for (int i = 1; i <= messages; ++i)
    select(on_recv(other.receiver, add), on_recv(one.receiver, add));
  sender.join();
  CHECK(received == long{messages} * (messages + 1) / 2);
}
