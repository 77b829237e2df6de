#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Is the starter honest? On an untouched tree every test of every task is NOT_IMPLEMENTED, whichever
# base it stands on, and the run leaves with 1. With edits in labs/*/src there is nothing to say.
#
#   starter.sh quick               public tests, on base auto, as in ./test: on an untouched tree every
#                                  earlier task is undone, so it stands on the solutions
#   starter.sh auto labs ...       all tests, on each of the bases, as in ./test --full
set -eu
cd "$PATINA_ROOT"
if command -v git >/dev/null && ! git diff --quiet HEAD -- 'labs/*/src' 2>/dev/null; then
  echo "labs/*/src is edited: this is a learner's clone, and the starter is not judged."
  exit 77
fi
report=build/starter.txt
which=
[ "${1:?quick, or the bases}" != quick ] || { which=--public-only; set -- auto; }
for base in "$@"; do
  status=0
  build/grader/grader run --base "$base" $which >"$report" || status=$?
  verdicts=$(grep -cE '^ +[a-zA-Z]+ +[0-9][a-z]\.h?[0-9]+ ' "$report") || :
  undone=$(grep -cE '^ +todo +[0-9][a-z]\.h?[0-9]+ +NOT_IMPLEMENTED ' "$report") || :
  if [ "$status" != 1 ] || [ "$verdicts" = 0 ] || [ "$verdicts" != "$undone" ]; then
    cat "$report"
    echo "On --base $base, $undone of $verdicts tests are NOT_IMPLEMENTED, exit code $status;"
    echo "all must be, with exit code 1."
    exit 1
  fi
  echo "--base $base $which: all $verdicts tests are NOT_IMPLEMENTED"
done
