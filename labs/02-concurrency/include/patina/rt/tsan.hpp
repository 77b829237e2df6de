// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Is this a ThreadSanitizer build? PATINA_RT_TSAN is defined if so; and how fences are written
// there without GCC's warning that the tool does not see them.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define PATINA_RT_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PATINA_RT_TSAN 1
#endif
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define PATINA_RT_FENCES_BEGIN \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wtsan\"")
#define PATINA_RT_FENCES_END _Pragma("GCC diagnostic pop")
#else
#define PATINA_RT_FENCES_BEGIN
#define PATINA_RT_FENCES_END
#endif
