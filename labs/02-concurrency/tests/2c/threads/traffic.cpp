// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: real threads, real traffic; ThreadSanitizer may look on.
#include <testkit/catch.hpp>

#include <patina/channel.hpp>
#include <patina/rt/thread.hpp>

#include <array>
#include <string>
#include <vector>

using namespace testkit;
using namespace patina;

static constexpr int messages_each = 2000;

struct Numbered {
  int sender = 0;
  int number = 0;
  PATINA_DERIVE_SEND(Numbered, sender, number);
};

// What one receiver saw: how many in all, and whether each sender's messages came in order.
struct Seen {
  int count = 0;
  bool in_order = true;
  std::array<int, 2> last{-1, -1};

  void take(const Numbered& message) {
    int& newest = last.at(static_cast<std::size_t>(message.sender));
    in_order = in_order && newest < message.number;
    newest = message.number;
    ++count;
  }
};

// Two threads send, two receive; each thread owns its ends, and the channel ends with them.
static std::array<Seen, 2> two_by_two(Channel<Numbered> channel) {
  std::array<Seen, 2> seen;
  std::vector<rt::thread> threads;
  for (int i = 0; i < 2; ++i) {
    Seen& mine = seen.at(static_cast<std::size_t>(i));
    threads.emplace_back([i, sender = channel.sender] {
      for (int n = 0; n < messages_each; ++n)
        check(sender.send({i, n}).has_value(), "a message that somebody waits for is sent");
    });
    threads.emplace_back([&mine, receiver = channel.receiver] {
      for (const Numbered message : receiver) mine.take(message);
    });
  }
  { const auto gone = std::move(channel); }
  for (rt::thread& thread : threads) thread.join();
  return seen;
}

struct Question {
  int number = 0;
  Sender<std::string> answer;
  PATINA_DERIVE_SEND(Question, number, answer);
};

TEST_CASE("2c.15 Two send and two receive: each message arrives once, each sender's in order",
          "[2c.15]") {
  for (const bool has_limit : {true, false}) {
    step(has_limit ? "through a channel with room for three" : "through one with room for all");
    const auto seen = two_by_two(has_limit ? bounded<Numbered>(3) : unbounded<Numbered>());
    CHECK(seen[0].in_order);
    CHECK(seen[1].in_order);
    CHECK(seen[0].count + seen[1].count == 2 * messages_each);
  }
}

TEST_CASE("2c.16 An answer comes back through a channel that was sent with the question",
          "[2c.16]") {
  auto [ask, questions] = bounded<Question>(1);
  step("start a thread that answers until nobody can ask any more");
  rt::thread oracle([questions = std::move(questions)] {
    for (const Question question : questions)
      check(question.answer.send(std::to_string(question.number)).has_value(),
            "who asked waits for the answer");
  });
  step("ask 100 questions, each with an answer sheet of its own");
  for (int i = 0; i < 100; ++i) {
    auto [answer, answers] = unbounded<std::string>();
    CHECK(outcome(ask.send({i, std::move(answer)})) == "done");
    CHECK(answers.recv().value_or("none") == std::to_string(i));
    CHECK(outcome(answers.recv()) == "disconnected");
  }
  { const auto gone = std::move(ask); }
  oracle.join();
}

TEST_CASE("2c.17 Two threads play ping-pong over channels with room for one", "[2c.17]") {
  auto [ping, pings] = bounded<int>(1);
  auto [pong, pongs] = bounded<int>(1);
  rt::thread partner([pings = std::move(pings), pong = std::move(pong)] {
    for (const int ball : pings) check(pong.send(ball + 1).has_value(), "the ball comes back");
  });
  step("send the ball across 500 times");
  int ball = 0;
  for (int i = 0; i < 500; ++i) {
    CHECK(outcome(ping.send(ball)) == "done");
    ball = pongs.recv().value_or(-1);
  }
  CHECK(ball == 500);
  { const auto gone = std::move(ping); }
  partner.join();
}
