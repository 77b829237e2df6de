// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// CRC-32C (Castagnoli), the checksum of iSCSI, ext4 and most logs: finds any error of up to 32 bits
// in a row, and misses others once in four thousand million.
//
// Interface: crc32c(bytes), 0xe3069283 for "123456789".
// Cost: about two nanoseconds a byte. Processors have an instruction for it, ten times as fast.
// Thread rule: a pure function.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace patina::storage {

namespace detail {

constexpr std::array<std::uint32_t, 256> crc32c_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    table[byte] = crc;
  }
  return table;
}

}  // namespace detail

constexpr std::uint32_t crc32c(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 256> table = detail::crc32c_table();
  std::uint32_t crc = ~std::uint32_t{0};
  for (const char c : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(c)) & 255];
  return ~crc;
}

static_assert(crc32c("123456789") == 0xe3069283u);

}  // namespace patina::storage
