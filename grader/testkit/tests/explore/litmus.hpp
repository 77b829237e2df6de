// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The vocabulary of the explorer's own tests.
//
// Interface:
//   threads(f, g, ...)           runs them at once and joins them
//   seen(a, b)                   this execution ended with these numbers
//   outcomes_of(body)            all ends of a program that breaks no rule, everything explored
//   found_in(body)               which rule the search found broken; Kind::none
// Thread rule: of the tests' own thread.
#pragma once

#include <patina/rt/asymmetric_fence.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>
#include <testkit/arena.hpp>
#include <testkit/explore.hpp>

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace litmus {

namespace rt = patina::rt;
namespace explore = testkit::explore;
using explore::Kind;
using explore::Options;
using explore::Result;
using enum std::memory_order;
using Atomic = rt::atomic<int>;
using Outcomes = std::set<std::string>;

template <class... Bodies>
void threads(Bodies&&... bodies) {
  rt::thread all[] = {rt::thread(bodies)...};
  for (rt::thread& thread : all) thread.join();
}

template <class... Numbers>
void seen(Numbers... numbers) {
  const testkit::OutsideArena outside;
  explore::outcome((std::to_string(numbers) + ...));
}

inline Options quiet() {
  Options options;
  options.is_quiet = true;
  return options;
}

template <class Body>
Outcomes outcomes_of(Body&& body, explore::Memory memory = explore::Memory::weak) {
  Options options = quiet();
  options.memory = memory;
  options.plan = explore::Plan::exhaustive;
  options.executions_max = 400'000;
  const Result result = explore::explore(options, body);
  CHECK(result.failure.text == "");
  CHECK(result.is_exhausted);
  return result.outcomes;
}

template <class Body>
Kind found_in(Body&& body) {
  const Result result = explore::explore(quiet(), body);
  INFO(result.failure.text);
  CHECK(result.has_failed() == (result.failure.kind != Kind::none));
  return result.failure.kind;
}

}  // namespace litmus

namespace Catch {
template <>
struct StringMaker<testkit::explore::Kind> {
  static std::string convert(testkit::explore::Kind kind) {
    return std::string(testkit::explore::name_of(kind));
  }
};
}  // namespace Catch
