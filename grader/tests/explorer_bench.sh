#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# How many executions a second the schedule explorer makes, and relacy on the same tests. A figure
# to look at, no stage of ./test: a busy machine halves it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/grader

[ -f "$build/build.ninja" ] || cmake --preset grader -S "$root" -G Ninja > /dev/null
cmake --build "$build" --target explorer_bench > /dev/null
echo "Patina"
"$build/explorer_bench"
echo "relacy"
if cmake --build "$build" --target relacy_bench > /dev/null 2>&1; then
  "$build/relacy_bench"
else
  echo "not measured: there is no relacy here (Debian: relacy-dev)"
fi
