// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Linearizability: judged as by trying all orders, told in words, kept as text.
#include <testkit/catch.hpp>
#include <testkit/check/kv_history.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "random_histories.hpp"

using namespace testkit::linearizable;

namespace {

NamedHistory history_of(const std::string& lines) {
  std::istringstream in("history test\n" + lines);
  return read(in).at(0);
}

Judgement judgement_of(const std::string& lines) { return history_of(lines).history.judge(); }

// Each write is of a new value, as a test's clients should do it: then an order is found soon.
random_histories::Shape shape_of(std::uint32_t clients, std::uint32_t calls) {
  random_histories::Shape shape;
  shape.clients = clients;
  shape.calls = calls;
  shape.values = 0;
  shape.has_appends = clients <= 10;
  shape.has_swaps = false;
  return shape;
}

TEST_CASE("A get tells the last value that was put before it began, or one put meanwhile") {
  const std::string puts =
      "asks 1 client 1 put x \"a\"\n"
      "told 1 done\n"
      "asks 2 client 1 put x \"b\"\n"
      "asks 3 client 2 get x\n";
  CHECK(judgement_of(puts + "told 3 \"a\"\n").verdict == Verdict::linearizable);
  CHECK(judgement_of(puts + "told 3 \"b\"\n").verdict == Verdict::linearizable);
  CHECK(judgement_of(puts + "told 3 nothing\n").verdict == Verdict::broken);
  CHECK(judgement_of(puts + "told 3 \"c\"\n").verdict == Verdict::broken);
  CHECK(judgement_of(puts + "told 2 done\ntold 3 \"a\"\n").verdict == Verdict::linearizable);
}

TEST_CASE("A call without an answer may take effect much later, not before it began, nor twice") {
  const std::string lost =
      "asks 1 client 1 put x \"a\"\n"
      "asks 2 client 2 put x \"b\"\n"
      "told 2 done\n"
      "asks 3 client 2 get x\n"
      "told 3 \"b\"\n";
  const std::string then_a = lost + "asks 4 client 2 get x\ntold 4 \"a\"\n";
  CHECK(judgement_of(lost).verdict == Verdict::linearizable);
  CHECK(judgement_of(then_a).verdict == Verdict::linearizable);
  const std::string back = "asks 5 client 2 put x \"b\"\ntold 5 done\nasks 6 client 2 get x\n";
  CHECK(judgement_of(then_a + back + "told 6 \"a\"\n").verdict == Verdict::broken);
  const std::string early = "asks 1 client 1 get x\ntold 1 \"a\"\n";
  CHECK(judgement_of(early + "asks 2 client 1 put x \"a\"\n").verdict == Verdict::broken);
}

TEST_CASE("A call that was refused has no effect") {
  const std::string refused = "asks 1 client 1 put x \"a\"\nrefused 1\nasks 2 client 1 get x\n";
  CHECK(judgement_of(refused + "told 2 nothing\n").verdict == Verdict::linearizable);
  CHECK(judgement_of(refused + "told 2 \"a\"\n").verdict == Verdict::broken);
}

TEST_CASE("A broken history is told as an order for all before, and the call that fits nowhere") {
  const Judgement judgement = judgement_of(
      "asks 1 client 1 append x \"a\"\n"
      "told 1 done\n"
      "asks 2 client 2 swap x from \"a\" to \"b\"\n"
      "asks 3 client 1 get x\n"
      "told 3 \"b\"\n"
      "asks 4 client 1 get x\n"
      "told 4 \"a\"\n"
      "told 2 swapped\n");
  CHECK(judgement.verdict == Verdict::broken);
  CHECK(judgement.key == "x");
  CHECK(judgement.text ==
        "No order of the 4 calls to x explains their answers.\n"
        "All answers before event 7 are explained by this order:\n"
        "  1. call 1 of client 1: append x \"a\" -> done (events 1 to 2); x is \"a\"\n"
        "  2. call 2 of client 2: swap x from \"a\" to \"b\" -> swapped (events 3 to 8); "
        "x is \"b\"\n"
        "  3. call 3 of client 1: get x -> \"b\" (events 4 to 5); x is \"b\"\n"
        "Fits nowhere, in this order or any other: "
        "call 4 of client 1: get x -> \"a\" (events 6 to 7)\n");
  CHECK(judgement.events == std::vector<std::uint64_t>{3, 6, 7, 8});  // the swap's, and its own
}

TEST_CASE("A history may be numbered by its caller, whose events the story then names") {
  testkit::linearizable::KvHistory history;
  using Kind = testkit::linearizable::Request::Kind;
  const std::uint32_t write = history.asks(1, {Kind::put, "x", "a", {}}, 10);
  history.told(write, {}, 25);
  const std::uint32_t read = history.asks(2, {Kind::get, "x", {}, {}}, 40);
  history.told(read, {"b", false}, 47);
  const Judgement judgement = history.judge();
  CHECK(judgement.verdict == Verdict::broken);
  CHECK(judgement.events == std::vector<std::uint64_t>{10, 25, 40, 47});
  CHECK(judgement.text.find("(events 40 to 47)") != std::string::npos);
}

TEST_CASE("Where the steps are not enough the verdict is unknown, and says so") {
  const auto history = random_histories::draw(1, shape_of(50, 500));
  CHECK(history.judge().verdict == Verdict::linearizable);
  const Judgement judgement = history.judge({.steps = 100});
  CHECK(judgement.verdict == Verdict::unknown);
  CHECK(judgement.text.find("steps were not enough to tell") != std::string::npos);
}

TEST_CASE("Small histories are judged as by trying all orders of their calls") {
  int broken = 0;
  int wrong = 0;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    const KvHistory history = random_histories::draw_small(seed);
    const bool is_fine = random_histories::AllOrders(history.calls()).explain();
    if (!is_fine) ++broken;
    if ((history.judge().verdict == Verdict::linearizable) != is_fine) ++wrong;
  }
  CHECK(broken > 4'000);
  CHECK(wrong == 0);
}

TEST_CASE("A thousand kept histories get the verdicts that porcupine gave them") {
  const char* root = std::getenv("PATINA_ROOT");
  const std::string folder = "/grader/testkit/tests/data/histories/";
  std::ifstream in((root ? root : ".") + folder + "small.txt");
  const std::vector<NamedHistory> histories = read(in);
  REQUIRE(histories.size() == 1000);
  int wrong = 0;
  for (const NamedHistory& history : histories) {
    if (history.history.judge().verdict != history.verdict.value()) ++wrong;
    const bool is_fine = random_histories::AllOrders(history.history.calls()).explain();
    if (is_fine != (history.verdict == Verdict::linearizable)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("Ten thousand calls to one key are judged in few steps a call") {
  const std::uint32_t calls = 10'000;
  for (const std::uint32_t clients : {10u, 50u}) {
    KvHistory history = random_histories::draw(1, shape_of(clients, calls));
    const Judgement fine = history.judge();
    CHECK(fine.verdict == Verdict::linearizable);
    CHECK(fine.steps < calls * 50);
    const std::uint32_t late = history.asks(1, {Request::Kind::get, "k0", {}, {}});
    history.told(late, {"v1.", false});
    const Judgement broken = history.judge();
    CHECK(broken.verdict == Verdict::broken);
    CHECK(broken.text.find("Fits nowhere, in this order or any other: call 10001 of client 1") !=
          std::string::npos);
  }
}

TEST_CASE("Two hundred calls without an answer don't keep a history from being judged") {
  random_histories::Shape shape = shape_of(10, 4'000);
  shape.lost_per_thousand = 50;
  CHECK(random_histories::draw(3, shape).judge().verdict == Verdict::linearizable);
}

TEST_CASE("Histories keep their meaning as text, and what is no history is told by its line") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    std::ostringstream out;
    write(out, {"drawn", Verdict::broken, random_histories::draw_small(seed)});
    std::istringstream in(out.str());
    std::ostringstream again;
    write(again, read(in).at(0));
    CHECK(again.str() == out.str());
  }
  const NamedHistory quotes = history_of(R"(asks 1 client 1 put "a key" "\"\\\n\x01")");
  const std::vector<KvCall>& odd = quotes.history.calls();
  CHECK(odd.at(0).request.key == "a key");
  CHECK(odd.at(0).request.value == std::string("\"\\\n\x01"));
  const auto complaint = [](const std::string& lines) -> std::string {
    try {
      history_of(lines);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "none";
  };
  CHECK(complaint("asks 2 client 1 get x\n") == "line 2: calls are numbered 1, 2, ...");
  CHECK(complaint("asks 1 client 1 look x\n") == "line 2: not a request: look");
  CHECK(complaint("asks 1 client 1 get x\ntold 1 a\n") == "line 3: here is said: nothing");
  CHECK(complaint("told 1 done\n") == "line 2: nobody asked this call");
  CHECK(complaint("asks 1 client 1 put x \"a\n") == "line 2: a closing quote is missing");
}

}  // namespace
