// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Random numbers that are the same on every machine: one seed, one story.
//
// Interface:
//   Random(seed)                 a generator; equal seeds give equal sequences
//   Random::stream(seed, name)   an independent generator for one use ("net/1-2", "workload")
//   next(), below(n), between(low, high), chance(numerator, denominator)
//
// Invariants: only integer arithmetic; no std distribution, whose results differ between standard
// libraries. Streams are derived from (seed, name), so a draw added in one place moves no other.
// Thread rule: one thread per generator.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/hash.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace patina::base {

__extension__ typedef unsigned __int128 Uint128;  // GCC and clang have it; ISO C++ does not

// xoshiro256** (Blackman, Vigna, 2018), seeded by splitmix64 as its authors advise.
class Random {
 public:
  constexpr explicit Random(std::uint64_t seed) noexcept {
    for (std::uint64_t& word : state_) {
      word = splitmix64(seed);
      seed += 0x9e3779b97f4a7c15u;
    }
  }

  static constexpr Random stream(std::uint64_t seed, std::string_view name) noexcept {
    return Random(splitmix64(seed) ^ hash_name(name));
  }

  // Returns 64 uniform bits.
  constexpr std::uint64_t next() noexcept {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t carried = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= carried;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Returns a uniform number in [0, bound). REQUIRES: bound > 0.
  // Source: Lemire, "Fast random integer generation in an interval", TOMACS 2019.
  constexpr std::uint64_t below(std::uint64_t bound) {
    PATINA_ASSERT(bound > 0, "a bounded draw needs a bound above zero");
    Uint128 product = static_cast<Uint128>(next()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
      const std::uint64_t threshold = (0 - bound) % bound;
      while (static_cast<std::uint64_t>(product) < threshold) {
        product = static_cast<Uint128>(next()) * bound;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  // Returns a uniform number in [low, high]. REQUIRES: low <= high.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    PATINA_ASSERT(low <= high, "a draw between two numbers needs low <= high");
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    const std::uint64_t offset = span == UINT64_MAX ? next() : below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
  }

  // Returns true with probability numerator / denominator. REQUIRES: denominator > 0.
  constexpr bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }


 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace patina::base
