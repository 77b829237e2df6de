// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Simulated runs that no event broke, or that ended their process: what is told of them. The
// protocol is run_test.cpp's toy.
#include <testkit/sim/run.hpp>

#include <csignal>

#include "counting.hpp"

using namespace counting;

TEST_CASE("run: what the test finds after an event is not blamed on that event") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    simulate(with(even()), [](Run& run) {
      toy_body(run, [] {}, [&] { run.fail("toy.few", "twenty are not enough"); });
    });
  });
  const std::string found = caught.last("moment");
  CHECK(found.find("\"kind\":\"found\",\"words\":\"twenty are not enough\"") != std::string::npos);
  CHECK(found.find("\"broken\":1") != std::string::npos);
  CHECK(caught.moments().find("\"broken\":1") > caught.moments().find("\"kind\":\"found\""));
  const auto number_of = [](const std::string& record) {
    return record.substr(record.find("\"step\":"), record.find(',', record.find("\"step\":")) -
                                                       record.find("\"step\":"));
  };
  CHECK(number_of(found) == number_of(caught.last("simulated")));
}

TEST_CASE("run: what is waited for in vain is told from where the waiting began") {
  const Caught caught = records_of("PATINA1 n 80 x 7\n", [] {
    simulate(with(even()), [](Run& run) {
      toy_body(run, [] {}, [&] {
        const std::uint64_t since = run.world().events();
        testkit::step("the client is to count to a thousand");
        run.world().run_for(60s);
        run.fail_in_vain("toy.liveness", "a thousand are counted", since);
      });
    });
  });
  CHECK(count_of(caught, "moment") <= 33);  // 30, two steps of the test and what it waited for
  CHECK(caught.last("moment").find("\"kind\":\"in-vain\"") != std::string::npos);
  std::size_t heading = 0;
  while (caught.lines[heading].find("to a thousand") == std::string::npos) ++heading;
  const std::string first = caught.lines[heading + 1];
  CHECK(std::stoll(first.substr(first.find("\"at\":") + 5)) < 200'000);  // of sixty seconds
}

TEST_CASE("run: a run that ends its process is told up to the event in which it does") {
  const auto dies = [](Run& run) {
    const bool is_doomed = run.seed() != 7;  // the first of the campaign lives
    toy_body(run, [is_doomed] {
      if (is_doomed) ::raise(SIGKILL);
    });
  };
  const auto campaign = [&] { simulate(with(lossy(), 20), dies); };
  const Caught dead = records_of("PATINA1 n 80 x 7\n", campaign);
  CHECK(dead.moments() == "");
  const Caught told = records_of("PATINA1 n 80 x 7\nautopsy\n", campaign);
  CHECK(count_of(told, "moment") > 3);
  CHECK(count_of(told, "moment") <= 31);
  const std::string last = told.last("moment");
  CHECK(last.find("\"kind\":\"deliver\"") != std::string::npos);
  CHECK(last.find("\"broken\":1") != std::string::npos);
  CHECK(told.field("simulated", "text") == "here the program came to its end");
  CHECK(told.field("simulated", "seed") != "7");
}

TEST_CASE("run: of events that are known to have broken it the past is told, not each request") {
  const Caught caught = records_of("PATINA1 n 80 x 7\nunshrunk\n", [] {
    simulate(with(lossy()), [](Run& run) {
      Counter counter;
      std::uint64_t twice = 0;
      add_toy(run.world(), counter, [&] { twice = run.world().events(); });
      Scripted::Script talker;  // says a hundred things to nobody in particular, and may be stopped
      talker.start = [](Process& p) { p.set_timer(1ms, 1); };
      talker.timer = [&run, nth = std::uint64_t{0}](Process& p, TimerTag) mutable {
        if (run.allows("talk", ++nth)) p.send(4, word("talk"));
        p.set_timer(20ms, 1);
      };
      run.world().add("talker", scripted(talker));
      run.world().add("listener", scripted({}));
      run.world().run_until([&] { return twice != 0; }, 60s);
      run.world().run_for(2s);
      run.fail("toy.once", "a request was counted twice", {twice});
    });
  });
  std::size_t of_the_toy = 0;
  for (const std::string& line : caught.lines)
    if (line.find("{\"t\":\"moment\"") == 0)
      of_the_toy += line.find("\"name\":\"client\"") != std::string::npos ||
                    line.find("\"name\":\"counter\"") != std::string::npos;
  CHECK(count_of(caught, "moment") <= 32);
  CHECK(of_the_toy >= 14);
  // No timer without a trace is told, though it caused what is.
  CHECK(caught.moments().find("\"kind\":\"timer\",\"actor\":3") == std::string::npos);
}
