// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f under the explorer: a oneshot whose two ends are used at the same time, in every order.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/thread.hpp>

#include <utility>

using namespace testkit;
using patina::Context;
using patina::FlagWaker;
using patina::oneshot;
using patina::rt::thread;

TEST_CASE("2f.36 Whoever polls while another thread sends gets the value now or is woken for it",
          "[2f.36]") {
  step("send in one thread, poll in the other");
  explore::explore([] {
    FlagWaker flag;
    Context context(flag.waker());
    auto [sender, receiver] = oneshot<int>();
    thread other([to = std::move(sender)]() mutable { static_cast<void>(std::move(to).send(7)); });
    auto answer = receiver.poll(context);
    other.join();
    if (!answer.is_ready()) {
      testkit::check(flag.wakes() == 1, "a pending receiver is woken when the value comes");
      answer = receiver.poll(context);
    }
    testkit::check(answer.is_ready() && (*answer).value_or(0) == 7, "the value arrives");
  });
}

TEST_CASE("2f.37 A Waker that is replaced while another thread sends is not read meanwhile",
          "[2f.37]") {
  step("drop the sender in one thread, poll as two tasks in the other");
  explore::explore([] {
    FlagWaker first;
    FlagWaker second;
    Context first_context(first.waker());
    Context second_context(second.waker());
    auto [sender, receiver] = oneshot<int>();
    thread other([to = std::move(sender)] {});
    bool is_ready = receiver.poll(first_context).is_ready();
    if (!is_ready) is_ready = receiver.poll(second_context).is_ready();
    other.join();
    testkit::check(is_ready || second.wakes() == 1, "the Waker of the latest poll is woken");
  });
}

TEST_CASE("2f.38 Of a close and a send at the same time only one has the value in hand",
          "[2f.38]") {
  step("send in one thread; close and receive in the other");
  explore::explore([] {
    bool came_back = false;
    auto [sender, receiver] = oneshot<int>();
    thread other([to = std::move(sender), &came_back]() mutable {
      came_back = !std::move(to).send(7).has_value();
    });
    receiver.close();
    auto answer = receiver.try_recv();
    const bool arrived = answer.is_ready() && (*answer).has_value();
    other.join();
    testkit::check(arrived != came_back, "the value goes exactly one way");
  });
}
