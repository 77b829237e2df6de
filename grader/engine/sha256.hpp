// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// SHA-256 (FIPS 180-4), to name a state of the code.
//
// Interface: Sha256 hash; hash.add(bytes) any number of times; hash.hex() once, at the end.
// Thread rule: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace grader {

class Sha256 {
 public:
  void add(std::string_view bytes);
  std::string hex();

 private:
  void take_block(const unsigned char* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t size_bytes_ = 0;
};

}  // namespace grader
