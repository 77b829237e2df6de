#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Can every row of every bench be measured? One round each, on the reference. Whether the goals are
# met is not asked: this machine is busy, and a test must not fail for that (./grade bench 01 does).
# 77 (skipped) where Google Benchmark or the solutions are absent.
set -eu
cd "$PATINA_ROOT"
grader=$PATINA_ROOT/build/grader/grader
report=$PATINA_ROOT/build/bench.json

[ -d solutions ] || { echo "There are no solutions here to measure."; exit 77; }

failures=0
for rows in labs/*/bench/rows.json; do
  [ -f "$rows" ] || continue
  lab=${rows#labs/} lab=${lab%%-*} status=0
  "$grader" bench "$lab" --pairs 1 --format json --out "$report" || status=$?
  case $status in
    0 | 1) ;;
    75) exit 77 ;;
    *) exit 1 ;;
  esac
  if grep -q '"measured": false' "$report"; then
    echo "Lab $lab: not everything could be measured (the rows with \"measured\": false):"
    cat "$report"
    failures=1
  elif grep -q '"why": "not-built"' "$report"; then
    echo "Lab $lab: a peer could not be built:"
    grep -A1 '"why": "not-built"' "$report"
    failures=1
  else
    echo "ok    lab $lab: $(grep -c '"id": ' "$report") rows"
  fi
done
exit "$failures"
