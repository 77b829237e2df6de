// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// PATINA_FOR_EACH(macro, fixed, a, b, c) becomes macro(fixed, a) macro(fixed, b) macro(fixed, c).
//
// For up to 16 items, and for none. Each line hands the rest to the next one, so that an error in
// the third item is shown under three expansions and not under sixty, as the recursive kind would.
#pragma once

#define PATINA_FOR_EACH(macro, fixed, ...) __VA_OPT__(PATINA_FOR_EACH_1(macro, fixed, __VA_ARGS__))

#define PATINA_FOR_EACH_1(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_2(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_2(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_3(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_3(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_4(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_4(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_5(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_5(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_6(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_6(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_7(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_7(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_8(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_8(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_9(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_9(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_10(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_10(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_11(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_11(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_12(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_12(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_13(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_13(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_14(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_14(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_15(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_15(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_16(macro, fixed, __VA_ARGS__))
#define PATINA_FOR_EACH_16(macro, fixed, item, ...) \
  macro(fixed, item) __VA_OPT__(PATINA_FOR_EACH_takes_at_most_16_items)
