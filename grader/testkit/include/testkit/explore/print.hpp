// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Values of atomics as plain bits, and as words in a report.
//
// Interface: to_bits(value), from_bits<T>(bits), print_bits<T>(bits)
// Bits beyond the value are zero; padding inside of it is, where the compiler can clear it, so that
// comparing bits is comparing values. A pointer is printed as the block that it points into: the
// same word in every run.
// Thread rule: pure, but for a look at the arena of the running execution.
#pragma once

#include <testkit/explore/core.hpp>

#include <cstring>
#include <type_traits>

namespace testkit::explore {

template <class T>
Bits to_bits(T value) {
#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
  if constexpr (!std::has_unique_object_representations_v<T> && !std::is_floating_point_v<T>)
    __builtin_clear_padding(&value);
#endif
#endif
  Bits bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}

template <class T>
T from_bits(Bits bits) {
  alignas(T) unsigned char raw[sizeof(T)];
  std::memcpy(raw, &bits, sizeof raw);
  return __builtin_bit_cast(T, raw);
}

std::string print_address(const void* address);
std::string print_raw(Bits bits, std::size_t size);

template <class T>
std::string print_bits(Bits bits) {
  if constexpr (std::is_same_v<T, bool>)
    return bits != 0 ? "true" : "false";
  else if constexpr (std::is_enum_v<T>)
    return print_bits<std::underlying_type_t<T>>(bits);
  else if constexpr (std::is_arithmetic_v<T>)
    return std::to_string(from_bits<T>(bits));
  else if constexpr (std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>)
    return print_address(from_bits<T>(bits));
  else
    return print_raw(bits, sizeof(T));
}

}  // namespace testkit::explore
