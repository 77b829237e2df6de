// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hashes that give the same number on every machine and in every run.
//
// Interface:
//   splitmix64(x)     a bijection on 64-bit words: spreads nearby inputs far apart
//   hash_name(text)   FNV-1a over the bytes of a name, then splitmix64
//
// For seeds, stream names and checksums of test data. Not for untrusted keys: neither is keyed.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace patina::base {

// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
constexpr std::uint64_t splitmix64(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

constexpr std::uint64_t hash_name(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return splitmix64(hash);
}

}  // namespace patina::base
