// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Simulated runs: found, made smaller, told, made again. The protocol is a toy: a client asks a
// counter to count, and asks again until it is answered. A counter that counts one request twice is
// the fault that is looked for, and one lost answer is enough for it.
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <testkit/sim/run.hpp>

#include <algorithm>

#include "counting.hpp"

using namespace counting;

TEST_CASE("run: a green campaign runs each seed once and tells how many") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    const Result result = simulate(with(even(), 5), failing_body);
    if (result.runs != 5 || result.has_failed) testkit::broke_rule("not five green runs");
  });
  CHECK(caught.text() ==
        R"({"t":"campaign","call":1,"seeds":5,"asked":0,"failed":0})" "\n");
}

TEST_CASE("run: as many seeds are run as were asked for") {
  const Caught caught = records_of("PATINA1 n 80 x 7\nseeds 31\n", [] {
    const Result result = simulate(with(even(), 5), failing_body);
    if (result.runs != 31) testkit::broke_rule("not 31 runs");
  });
  CHECK(caught.text() ==
        R"({"t":"campaign","call":1,"seeds":31,"asked":1,"failed":0})" "\n");
}

TEST_CASE("run: a campaign tells with which of its seeds it failed; a single run is none") {
  std::uint64_t runs = 0;
  const auto fails_third = [&runs](Run& run) {
    if (++runs >= 3) run.fail("toy.third", "this is the third");
  };
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [&] {
    simulate(with(even(), 9), fails_third);
  });
  CHECK(caught.last("campaign") == R"({"t":"campaign","call":1,"seeds":3,"asked":0,"failed":1})");
  const Caught alone = records_of("PATINA1 n 80 x 7\n", [&] {
    simulate(with(even()), [](Run&) {});
  });
  CHECK(alone.text() == "");
}

TEST_CASE("run: a red run is told with the one decision that it needs") {
  const Caught caught =
      records_of("PATINA1 n 80 x 7\n", [] { simulate(with(lossy(), 20), failing_body); });
  const std::string end = caught.last("simulated");
  CHECK(end.find("\"verdict\":\"WRONG\"") != std::string::npos);
  CHECK(end.find("\"rule\":\"toy.once\"") != std::string::npos);
  CHECK(end.find("\"decisions\":1,") != std::string::npos);
  CHECK(end.find("; only; net/2-1 loss: ") != std::string::npos);
  CHECK(count_of(caught, "moment") <= 31);  // the step of the test apart
  CHECK(caught.last("drawn").find("\"value\":\"20\"") != std::string::npos);
  CHECK(caught.text().find("\"lane\":\"role=counter; counted=1\"") != std::string::npos);
  CHECK(caught.last("fail").find("counted twice") != std::string::npos);
  CHECK(count_of(caught, "fail") == 1);
}

TEST_CASE("run: a red run is told as it was found where nobody asks for less") {
  const Caught caught = records_of("PATINA1 n 80 x 7\nunshrunk\n",
                                   [] { simulate(with(lossy(), 20), failing_body); });
  const std::string end = caught.last("simulated");
  CHECK(end.find("\"rule\":\"toy.once\"") != std::string::npos);
  CHECK(end.find("\"trials\":0") != std::string::npos);
  CHECK(end.find("; only; ") == std::string::npos);
}

TEST_CASE("run: choices make the same run again, byte for byte") {
  const auto body = [] { simulate(with(lossy(), 20), failing_body); };
  const Caught first = records_of("PATINA1 n 80 x 7\n", body);
  const std::string choices = first.field("simulated", "choices");
  const std::string follow = "PATINA1 n 80 x 7\nfollow " + choices + "\n";
  const Caught second = records_of(follow, body);
  const Caught third = records_of(follow, body);
  CHECK(second.text() == third.text());
  CHECK(second.moments() == first.moments());
  CHECK(second.field("simulated", "choices") == choices);
}

TEST_CASE("run: choices of one simulation are not for the next one") {
  const auto body = [] {
    simulate(with(even()), failing_body);
    simulate(with(lossy(), 20), failing_body);
  };
  const Caught first = records_of("PATINA1 n 80 x 7\n", body);
  const std::string choices = first.field("simulated", "choices");
  CHECK(choices.find("sim; call 2; seed ") == 0);
  const Caught second = records_of("PATINA1 n 80 x 7\nfollow " + choices + "\n", body);
  CHECK(second.moments() == first.moments());
}

TEST_CASE("run: a run that no longer fails by its choices goes on from the seed") {
  const Caught caught =
      records_of("PATINA1 n 80 x 7\nfollow sim; call 1; seed 5; only\n",
                 [] { simulate(with(lossy(), 20), failing_body); });
  CHECK(caught.field("simulated", "choices").find("; only; net/2-1 loss: ") != std::string::npos);
}

TEST_CASE("run: an assertion of the code is told with its events, then ends the process") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    simulate(with(lossy(), 20), [](Run& run) {
      toy_body(run, [] { patina::fail_assertion("a request is counted once"); });
    });
  });
  CHECK(caught.was_aborted);
  const std::string end = caught.last("simulated");
  CHECK(end.find("\"kind\":\"assertion\"") != std::string::npos);
  CHECK(end.find("\"text\":\"a request is counted once\"") != std::string::npos);
  CHECK(end.find("\"decisions\":1,") != std::string::npos);
  CHECK(count_of(caught, "moment") > 5);
  CHECK(count_of(caught, "assert") == 1);
}

TEST_CASE("run: checks and exceptions in a body are broken rules too") {
  const Caught checked = records_of("PATINA1 n 80 x 7\n", [] {
    simulate(with(lossy(), 20), [](Run& run) {
      toy_body(run, [] { testkit::check(false, "counted once"); });
    });
  });
  CHECK(checked.field("simulated", "kind") == "check");
  CHECK(checked.field("simulated", "text") == "counted once");
  CHECK(checked.last("simulated").find("\"decisions\":1,") != std::string::npos);
  const Caught threw = records_of("PATINA1 n 80 x 7\n", [] {
    simulate(with(even()), [](Run&) { throw std::runtime_error("oh"); });
  });
  CHECK(threw.field("simulated", "kind") == "exception");
  CHECK(threw.field("simulated", "text") == "oh");
}

TEST_CASE("run: what is not done yet travels through a simulation") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    try {
      simulate(with(even()), [](Run&) { patina::not_implemented("3a", "vote"); });
    } catch (const patina::not_implemented_error&) {
      testkit::broke_rule("it came through");
    }
  });
  CHECK(caught.text().find("it came through") != std::string::npos);
  CHECK(count_of(caught, "simulated") == 0);
}

TEST_CASE("run: two runs of one seed that differ are named with their first event") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    int runs = 0;
    RunOptions options = with(even());
    options.is_checked_twice = true;
    simulate(options, [&](Run& run) {
      ++runs;
      Scripted::Script script;
      script.start = [&](Process& p) { p.send(1, word("run " + std::to_string(runs % 2))); };
      run.world().add("n1", scripted(script));
      run.world().run_for(10ms);
    });
  });
  CHECK(caught.field("simulated", "rule") == "sim.deterministic");
  CHECK(caught.last("simulated").find("run 1") != std::string::npos);
}

TEST_CASE("run: a green run is told where that is wanted") {
  const Caught caught =
      records_of("PATINA1 n 80 x 7\ntrace\n", [] { simulate(with(even()), failing_body); });
  CHECK(caught.field("simulated", "verdict") == "PASS");
  CHECK(count_of(caught, "moment") > 20);
  CHECK(count_of(caught, "fail") == 0);
}

TEST_CASE("run: a test that is kept makes its run first") {
  const auto body = [] { simulate(with(lossy(), 20), failing_body); };
  const Caught first = records_of("PATINA1 n 80 x 7\n", body);
  const std::string choices = first.field("simulated", "choices");
  const Caught kept = records_of("PATINA1 n 80 x 99\n", [&] {
    const Following run(choices);
    body();
  });
  CHECK(kept.moments() == first.moments());
}
