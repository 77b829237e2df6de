#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Does the given way from asio to futures work? 77 (skipped) where asio or the solutions are absent:
# no task needs asio, so nobody has to install it.
set -eu
cd "$PATINA_ROOT"

printf '#include <asio.hpp>\n' | "${CXX:-c++}" -E -x c++ - >/dev/null 2>&1 ||
  { echo "asio is not here (Debian: libasio-dev)"; exit 77; }
[ -d solutions ] || { echo "There are no solutions here to drive it with."; exit 77; }

cmake -S . -B build/grader >/dev/null  # asio may have come since
cmake --build build/grader --target asio_tests
build/grader/asio_tests
