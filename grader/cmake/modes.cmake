# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# A build folder has one mode, for good: build/grader, build/plain, build/asan, build/tsan,
# build/release.
set(PATINA_MODE "plain" CACHE STRING "grader, plain, asan, tsan or release")
set_property(CACHE PATINA_MODE PROPERTY STRINGS grader plain asan tsan release)

# GCC's own manual warns that sanitizers make it see uninitialized variables where there are none.
set(PATINA_SANITIZED $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
# GCC 12 sees, at -O3, overlapping copies in its own std::string where there are none (its bug 105651).
set(PATINA_OPTIMISED $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

add_library(patina_mode INTERFACE)  # linked by every judged program, never by the runner or grader
if(PATINA_MODE STREQUAL "grader")
  # Its time goes to compilers and tests. Its own tests run for seconds and are compiled for minutes.
  target_compile_options(patina_mode INTERFACE -O$<IF:$<BOOL:$<TARGET_PROPERTY:PATINA_IS_TESTS>>,0,1>)
elseif(PATINA_MODE STREQUAL "plain")
  # What is simulated goes through a thousand worlds: it compiles a third longer and takes half the time or less.
  target_compile_options(patina_mode INTERFACE -O$<IF:$<BOOL:$<TARGET_PROPERTY:PATINA_IS_SIMULATED>>,g,0> -g)
elseif(PATINA_MODE STREQUAL "asan")
  target_compile_options(patina_mode INTERFACE
      -O0 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
      ${PATINA_SANITIZED})
  target_link_options(patina_mode INTERFACE -fsanitize=address,undefined)
elseif(PATINA_MODE STREQUAL "tsan")
  target_compile_options(patina_mode INTERFACE -O1 -g -fsanitize=thread ${PATINA_SANITIZED})
  target_link_options(patina_mode INTERFACE -fsanitize=thread)
elseif(PATINA_MODE STREQUAL "release")
  target_compile_options(patina_mode INTERFACE -O3 -g1 -DNDEBUG ${PATINA_OPTIMISED})
else()
  message(FATAL_ERROR "PATINA_MODE is '${PATINA_MODE}': use grader, plain, asan, tsan or release, "
                      "or a preset of the same name (cmake --preset plain)")
endif()
