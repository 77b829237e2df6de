// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The one header a test includes before the learner's: Catch2, whichever major version is there,
// and the testkit. Tests use TEST_CASE, tags, SECTION, CHECK, REQUIRE, CHECK_THROWS_AS and
// StringMaker, and nothing else of Catch2; the write-up of a failure is the grader's business.
#pragma once

#define CATCH_CONFIG_NO_POSIX_SIGNALS
#if __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
#else
#error "Patina's tests are built for Catch2 2.13 (Debian 12: apt install catch2)."
#endif

#include <testkit/channel.hpp>
#include <testkit/check.hpp>
#include <testkit/death.hpp>
#include <testkit/life.hpp>

namespace Catch {
template <>
struct StringMaker<testkit::Death> {
  static std::string convert(const testkit::Death& death) { return death.describe(); }
};
}  // namespace Catch
