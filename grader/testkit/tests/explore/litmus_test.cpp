// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The litmus suite: what C++ allows is found, all of it, and what it forbids never happens. The
// names are those of the literature (Alglave, Maranget, Tautschnig, "Herding cats", TOPLAS 2014).
#include "litmus.hpp"

using namespace litmus;

namespace {

const Outcomes all_of_two = {"00", "01", "10", "11"};

Outcomes store_buffering(std::memory_order store, std::memory_order load, bool has_fences) {
  return outcomes_of([=] {
    Atomic x(0), y(0);
    int r1 = -1, r2 = -1;
    const auto fence = [=] {
      if (has_fences) rt::atomic_thread_fence(seq_cst);
    };
    threads([&] { x.store(1, store), fence(), r1 = y.load(load); },
            [&] { y.store(1, store), fence(), r2 = x.load(load); });
    seen(r1, r2);
  });
}

TEST_CASE("SB: both loads may miss the other's store, unless all four are seq_cst or fenced") {
  CHECK(store_buffering(relaxed, relaxed, false) == all_of_two);
  CHECK(store_buffering(release, acquire, false) == all_of_two);
  CHECK(store_buffering(seq_cst, relaxed, false) == all_of_two);
  CHECK(store_buffering(seq_cst, acquire, false) == all_of_two);
  CHECK(store_buffering(release, seq_cst, false) == all_of_two);
  CHECK(store_buffering(seq_cst, seq_cst, false) == Outcomes{"01", "10", "11"});
  CHECK(store_buffering(relaxed, relaxed, true) == Outcomes{"01", "10", "11"});
}

TEST_CASE("SB: a light fence and a heavy one are enough") {
  CHECK(outcomes_of([] {
          Atomic x(0), y(0);
          int r1 = -1, r2 = -1;
          threads(
              [&] {
                x.store(1, relaxed);
                rt::asymmetric_thread_fence_light();
                r1 = y.load(relaxed);
              },
              [&] {
                y.store(1, relaxed);
                rt::asymmetric_thread_fence_heavy();
                r2 = x.load(relaxed);
              });
          seen(r1, r2);
        }) == Outcomes{"01", "10", "11"});
}

TEST_CASE("SB: one fence is not enough") {
  CHECK(outcomes_of([] {
          Atomic x(0), y(0);
          int r1 = -1, r2 = -1;
          threads(
              [&] { x.store(1, relaxed), rt::atomic_thread_fence(seq_cst), r1 = y.load(relaxed); },
              [&] { y.store(1, relaxed), r2 = x.load(relaxed); });
          seen(r1, r2);
        }) == all_of_two);
}

Outcomes message_passing(std::memory_order store, std::memory_order load, bool has_fences) {
  return outcomes_of([=] {
    Atomic data(0), flag(0);
    int r1 = -1, r2 = -1;
    threads(
        [&] {
          data.store(1, relaxed);
          if (has_fences) rt::atomic_thread_fence(release);
          flag.store(1, store);
        },
        [&] {
          r1 = flag.load(load);
          if (has_fences) rt::atomic_thread_fence(acquire);
          r2 = data.load(relaxed);
        });
    seen(r1, r2);
  });
}

TEST_CASE("MP: the message may be missed unless the flag is released and acquired") {
  const Outcomes in_order = {"00", "01", "11"};
  CHECK(message_passing(relaxed, relaxed, false) == all_of_two);
  CHECK(message_passing(release, relaxed, false) == all_of_two);
  CHECK(message_passing(relaxed, acquire, false) == all_of_two);
  CHECK(message_passing(release, acquire, false) == in_order);
  CHECK(message_passing(seq_cst, seq_cst, false) == in_order);
  CHECK(message_passing(relaxed, relaxed, true) == in_order);
}

TEST_CASE("MP: a release sequence goes on through read-modify-writes and ends with a store") {
  const auto through = [](bool is_rmw) {
    return outcomes_of([=] {
      Atomic data(0), flag(0);
      int r1 = -1, r2 = -1;
      threads([&] { data.store(1, relaxed), flag.store(1, release); },
              [&] {
                int one = 1;
                if (is_rmw)
                  flag.compare_exchange_strong(one, 2, relaxed);
                else if (flag.load(relaxed) == 1)
                  flag.store(2, relaxed);
              },
              [&] { r1 = flag.load(acquire), r2 = data.load(relaxed); });
      seen(r1, r2);
    });
  };
  CHECK(through(true).count("20") == 0);
  CHECK(through(true).count("21") == 1);
  CHECK(through(false).count("20") == 1);
}

TEST_CASE("LB: a load never sees a store that is still to come (not modelled, and said so)") {
  CHECK(outcomes_of([] {
          Atomic x(0), y(0);
          int r1 = -1, r2 = -1;
          threads([&] { r1 = x.load(relaxed), y.store(1, relaxed); },
                  [&] { r2 = y.load(relaxed), x.store(1, relaxed); });
          seen(r1, r2);
        }) == Outcomes{"00", "01", "10"});
}

Outcomes independent_reads(std::memory_order store, std::memory_order load, bool has_fences) {
  return outcomes_of([=] {
    Atomic x(0), y(0);
    int a = 0, b = 0, c = 0, d = 0;
    const auto fence = [=] {
      if (has_fences) rt::atomic_thread_fence(seq_cst);
    };
    threads([&] { x.store(1, store); }, [&] { y.store(1, store); },
            [&] { a = x.load(load), fence(), b = y.load(load); },
            [&] { c = y.load(load), fence(), d = x.load(load); });
    seen(a, b, c, d);
  });
}

TEST_CASE("IRIW: two readers may disagree on the order of two writers, unless it is seq_cst") {
  CHECK(independent_reads(release, acquire, false).count("1010") == 1);
  CHECK(independent_reads(release, acquire, false).size() == 16);
  CHECK(independent_reads(seq_cst, acquire, false).count("1010") == 1);
  CHECK(independent_reads(seq_cst, seq_cst, false).count("1010") == 0);
  CHECK(independent_reads(seq_cst, seq_cst, false).size() == 15);
  CHECK(independent_reads(relaxed, relaxed, true).count("1010") == 0);
}

TEST_CASE("2+2W: each thread's first store may come last in modification order") {
  const auto run = [](std::memory_order order) {
    return outcomes_of([=] {
      Atomic x(0), y(0);
      threads([&] { x.store(1, order), y.store(2, order); },
              [&] { y.store(1, order), x.store(2, order); });
      seen(x.load(), y.load());
    });
  };
  CHECK(run(relaxed) == Outcomes{"11", "12", "21", "22"});
  CHECK(run(release) == Outcomes{"11", "12", "21", "22"});
  CHECK(run(seq_cst) == Outcomes{"12", "21", "22"});
}

TEST_CASE("CoRR: two loads of one atomic never see its stores the wrong way round") {
  const Outcomes found = outcomes_of([] {
    Atomic x(0);
    int r1 = -1, r2 = -1;
    threads([&] { x.store(1, relaxed), x.store(2, relaxed); },
            [&] { r1 = x.load(relaxed), r2 = x.load(relaxed); });
    seen(r1, r2);
  });
  CHECK(found == Outcomes{"00", "01", "02", "11", "12", "22"});
}

TEST_CASE("CoRR2: two readers agree on the order of two stores to one atomic") {
  const Outcomes found = outcomes_of([] {
    Atomic x(0);
    int a = 0, b = 0, c = 0, d = 0;
    threads([&] { x.store(1, relaxed); }, [&] { x.store(2, relaxed); },
            [&] { a = x.load(relaxed), b = x.load(relaxed); },
            [&] { c = x.load(relaxed), d = x.load(relaxed); });
    seen(a, b, c, d);
  });
  CHECK(found.count("1221") == 0);
  CHECK(found.count("2112") == 0);
  CHECK(found.count("1212") == 1);
}

TEST_CASE("WRC and S: what is read on the way counts as known") {
  CHECK(outcomes_of([] {
          Atomic x(0), y(0);
          int r1 = 0, r2 = 0, r3 = 0;
          threads([&] { x.store(1, relaxed); }, [&] { r1 = x.load(relaxed), y.store(1, release); },
                  [&] { r2 = y.load(acquire), r3 = x.load(relaxed); });
          seen(r1, r2, r3);
        }).count("110") == 0);
  CHECK(outcomes_of([] {
          Atomic x(0), y(0);
          int r1 = 0;
          threads([&] { x.store(2, relaxed), y.store(1, release); },
                  [&] { r1 = y.load(acquire), x.store(1, relaxed); });
          seen(r1, x.load());
        }).count("12") == 0);
}

TEST_CASE("R: a seq_cst fence orders a store behind what the other thread saw before its fence") {
  const auto run = [](bool has_fences) {
    return outcomes_of([=] {
      Atomic x(0), y(0);
      int r1 = 0;
      threads(
          [&] {
            x.store(1, relaxed);
            if (has_fences) rt::atomic_thread_fence(seq_cst);
            y.store(1, relaxed);
          },
          [&] {
            y.store(2, relaxed);
            if (has_fences) rt::atomic_thread_fence(seq_cst);
            r1 = x.load(relaxed);
          });
      seen(y.load(), r1);
    });
  };
  CHECK(run(false).count("20") == 1);
  CHECK(run(true).count("20") == 0);
}

TEST_CASE("Read-modify-writes of one atomic lose no update, however relaxed") {
  CHECK(outcomes_of([] {
          Atomic x(0);
          const auto add = [&] { x.fetch_add(1, relaxed), x.fetch_add(1, relaxed); };
          threads(add, add);
          seen(x.load());
        }) == Outcomes{"4"});
}

TEST_CASE("In sequentially consistent memory only interleavings are seen") {
  CHECK(outcomes_of(
            [] {
              Atomic x(0), y(0);
              int r1 = -1, r2 = -1;
              threads([&] { x.store(1, relaxed), r1 = y.load(relaxed); },
                      [&] { y.store(1, relaxed), r2 = x.load(relaxed); });
              seen(r1, r2);
            },
            testkit::explore::Memory::sequential) == Outcomes{"01", "10", "11"});
}

}  // namespace
