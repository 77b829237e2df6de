#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Do the programs of the labs do what their scripts say? Of every labs/NN/apps/NAME/x.txt that has an
# x.out beside it, the reference's output must be that, to the letter, three times in a row: what
# threads do one time in three shows. A script waits for conditions and never for time.
#
#   apps.sh             compares
#   apps.sh --rewrite   writes x.out anew: look at the difference before you commit it
set -eu
cd "$PATINA_ROOT"
grader=$PATINA_ROOT/build/grader/grader
printed=$PATINA_ROOT/build/app.out

[ -d solutions ] || { echo "There are no solutions here to run the programs on."; exit 77; }

play() {  # script
  folder=${1%/*} lab=${1#labs/} lab=${lab%%-*}
  "$grader" play "$lab" "${folder##*/}" "$1" --tree solutions 2>&1 </dev/null |
    grep -v ' s so far)$' >"$printed"  # signs of life of slow builds
}

failures=0
for wanted in labs/*/apps/*/*.out; do
  [ -f "$wanted" ] || continue
  script=${wanted%.out}.txt
  for attempt in 1 2 3; do
    play "$script"
    [ "${1-}" != --rewrite ] || cp "$printed" "$wanted"
    if diff "$wanted" "$printed" >"$printed.diff"; then continue; fi
    echo "FAIL  $script (attempt $attempt): < is what $wanted says, > what was printed"
    cat "$printed.diff"
    failures=$((failures + 1))
    break
  done
  echo "done  $script"
done
[ "$failures" -eq 0 ] || { echo "$failures scripts differ."; exit 1; }
