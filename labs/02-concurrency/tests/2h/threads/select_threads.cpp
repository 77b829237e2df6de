// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h: real threads; ThreadSanitizer may look on.
#include <testkit/catch.hpp>

#include <patina/rendezvous.hpp>
#include <patina/rt/thread.hpp>
#include <patina/select.hpp>

#include <utility>

using namespace testkit;
using namespace patina;

static constexpr int messages_each = 500;

TEST_CASE("2h.17 A select gathers what two threads send, with a buffer and without", "[2h.17]") {
  auto [sender, receiver] = bounded<int>(2);
  auto [other_sender, other_receiver] = rendezvous<int>();
  const auto send_all = [](const Sender<int>& mine) {
    for (int i = 1; i <= messages_each; ++i)
      check(mine.send(i).has_value(), "a message that somebody waits for is sent");
  };
  step("start both threads; each holds the only sender of its channel");
  rt::thread one([&, mine = std::move(sender)] { send_all(mine); });
  rt::thread other([&, mine = std::move(other_sender)] { send_all(mine); });
  step("select until both have sent all and gone");
  long sum = 0;
  int last = 0;
  bool is_in_order = true;
  bool is_one_over = false;
  bool is_other_over = false;
  while (!is_one_over || !is_other_over) {
    select(on_recv(receiver,
                   [&](const Result<int, Disconnected>& m) {
                     is_one_over = !m;
                     sum += m.value_or(0);
                   }),
           on_recv(other_receiver, [&](const Result<int, Disconnected>& m) {
             is_other_over = !m;
             sum += m.value_or(0);
             is_in_order = is_in_order && (!m || *m == last + 1);
             last = m.value_or(0);
           }));
  }
  one.join();
  other.join();
  CHECK(is_in_order);
  CHECK(sum == long{messages_each} * (messages_each + 1));
}
