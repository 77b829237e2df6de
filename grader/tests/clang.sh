#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The second compiler: clang 16 or newer builds the grader and every solution's test programs, and
# those pass. 77 (skipped) where there is no such clang.
set -eu
cd "$PATINA_ROOT"

for compiler in clang++-19 clang++-18 clang++-17 clang++-16 clang++; do
  version=$("$compiler" -dumpversion 2>/dev/null) || continue
  [ "${version%%.*}" -lt 16 ] || break
  version=
done
[ -n "${version:-}" ] || { echo "no clang++ 16 or newer here"; exit 77; }
echo "$compiler $version"

generator=
! command -v ninja >/dev/null || generator="-G Ninja"

configure() {  # mode
  # shellcheck disable=SC2086  # two words
  cmake -S . -B "build/clang-$1" $generator -DPATINA_MODE="$1" -DCMAKE_CXX_COMPILER="$compiler" >/dev/null
}

configure grader
cmake --build build/clang-grader --target grader grader_tests
build/clang-grader/grader_tests

configure plain
programs=$(cmake --build build/clang-plain --target help |
             grep -o 'patina_[0-9]*_solutions_on_solutions_[0-9][a-z]_[a-z]*_[a-z]*' | sort -u)
# shellcheck disable=SC2086  # one target a word
cmake --build build/clang-plain --target $programs
for program in $programs; do
  build/clang-plain/bin/"$program" >build/clang.out 2>&1 || { echo "$program fails:"; cat build/clang.out; exit 1; }
done
