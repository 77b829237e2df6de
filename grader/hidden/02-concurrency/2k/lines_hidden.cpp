// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k, kept apart: random programs of tasks that wait in line, against a model.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/async_channel.hpp>
#include <patina/async_mutex.hpp>
#include <patina/base/random.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using patina::AsyncGuard;
using patina::AsyncLocking;
using patina::AsyncMutex;
using patina::AsyncSending;
using patina::Context;
using patina::FlagWaker;
using patina::base::Random;

using Line = std::deque<std::size_t>;

static bool holds(const Line& line, std::size_t name) {
  return std::find(line.begin(), line.end(), name) != line.end();
}

TEST_CASE("2k.h01 Whoever comes, is polled and is dropped, the lock goes down the line",
          "[2k.h01]") {
  Random random = Random::stream(seed(), "2k.h01");
  for (int round = 0; round < 20; ++round) {
    AsyncMutex<int> mutex(0);
    std::vector<FlagWaker> flags(6);
    std::vector<std::optional<AsyncLocking<int>>> asking(6);
    std::optional<AsyncGuard<int>> guard;
    Line line;  // the model: its front has the lock
    for (int i = 0; i < 60; ++i) {
      const std::size_t name = random.below(6);
      const bool has_guard = guard && line.front() == name;
      if (!asking[name] && !has_guard) {
        asking[name].emplace(mutex.lock());
      } else if (has_guard || random.below(3) == 0) {  // it goes
        asking[name].reset();
        if (has_guard) guard.reset();
        std::erase(line, name);
      } else {
        if (!holds(line, name)) line.push_back(name);
        Context context(flags[name].waker());
        auto answer = asking[name]->poll(context);
        REQUIRE(answer.is_ready() == (line.front() == name));
        if (!answer.is_ready()) continue;
        guard.emplace(std::move(answer).take());
        asking[name].reset();
      }
      REQUIRE(mutex.try_lock().has_value() == line.empty());
    }
    asking.clear();
  }
}

// The model of a bounded channel.
struct Model {
  std::size_t capacity;
  std::deque<int> messages;  // what is in
  Line promised;             // who was promised room and has not used it
  Line line;                 // who waits

  bool has_room() const { return messages.size() + promised.size() < capacity; }
  void give_room() {
    if (line.empty() || !has_room()) return;
    promised.push_back(line.front());
    line.pop_front();
  }
};

TEST_CASE("2k.h02 Whoever sends, waits and is dropped, room is given in turn and order is kept",
          "[2k.h02]") {
  Random random = Random::stream(seed(), "2k.h02");
  for (int round = 0; round < 20; ++round) {
    Model model{1 + random.below(3), {}, {}, {}};
    auto [sender, receiver] = patina::async_bounded<int>(model.capacity);
    std::vector<FlagWaker> flags(6);
    std::vector<std::optional<AsyncSending<int>>> sending(6);
    std::vector<int> values(6);
    for (int i = 0; i < 80; ++i) {
      const std::size_t name = random.below(6);
      const std::size_t choice = random.below(4);
      Context context(flags[name].waker());
      if (choice == 0) {
        auto answer = receiver.try_recv();
        REQUIRE(answer.is_ready() == !model.messages.empty());
        if (!answer.is_ready()) continue;
        REQUIRE((*answer).value() == model.messages.front());
        model.messages.pop_front();
      } else if (choice == 1) {
        sending[name].reset();
        std::erase(model.line, name);
        std::erase(model.promised, name);
      } else {
        const bool is_new = !sending[name];
        if (is_new) sending[name].emplace(sender.send(values[name] = i));
        const bool may = is_new ? model.has_room() : holds(model.promised, name);
        REQUIRE(sending[name]->poll(context).is_ready() == may);
        if (!may && is_new) model.line.push_back(name);
        if (!may) continue;
        std::erase(model.promised, name);
        sending[name].reset();
        model.messages.push_back(values[name]);
      }
      model.give_room();
    }
  }
}
