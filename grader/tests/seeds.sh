#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Does --seeds say how many worlds a campaign plays, and how often any other test is run? 77
# (skipped) without solutions.
set -eu
cd "$PATINA_ROOT"
[ -d solutions/03-raft ] || { echo "There are no solutions here to ask."; exit 77; }

# campaign TEST OPTIONS...: its line in the report; nothing of a single world.
campaign() {
  build/grader/grader run "$@" --tree solutions --format json | grep -E '"seeds": ' || true
}

expect() {
  [ "$2" = "$3" ] || { echo "$1: expected \"$2\", got \"$3\""; exit 1; }
}

# The seeds that a report names: the last one that the test was run with, and the run's own.
seeds() { build/grader/grader run "$@" --tree solutions --format json | grep -E '"seed": ' | tr -dc '0-9,'; }

own=$(campaign 3a.50 | tr -dc 0-9)
[ "$own" -gt 3 ] || { echo "3a.50 is no campaign any more: name another one here"; exit 1; }
expect "3a.50 --seeds 3" 3 "$(campaign 3a.50 --seeds 3 | tr -dc 0-9)"
expect "3a.50 --seeds 1, a single world" "" "$(campaign 3a.50 --seeds 1)"
expect "3a.50 --seeds 1, judged" PASS "$(build/grader/grader run 3a.50 --tree solutions --seeds 1 \
  --format json | sed -n 's/.*"verdict": "\(.*\)".*/\1/p')"
# 3a.01 asks for no seed, so it is run once; 2e.h01 draws from it.
expect "3a.01 --seeds 3, run once" "$(seeds 3a.01)" "$(seeds 3a.01 --seeds 3)"
[ "$(seeds 2e.h01)" != "$(seeds 2e.h01 --seeds 3)" ] || { echo "2e.h01 was not run with three seeds"; exit 1; }
