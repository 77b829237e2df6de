#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Is the starter honest? On an untouched tree every test of every task is NOT_IMPLEMENTED, whichever
# base it stands on, and the run leaves with 1. With edits in labs/*/src there is nothing to say.
# The bases are arguments. On an untouched tree auto finds every earlier task undone, and so stands on
# the solutions: ./test judges auto alone, and --full all three.
set -eu
cd "$PATINA_ROOT"
if command -v git >/dev/null && ! git diff --quiet HEAD -- 'labs/*/src' 2>/dev/null; then
  echo "labs/*/src is edited: this is a learner's clone, and the starter is not judged."
  exit 77
fi
report=build/starter.txt
for base in "$@"; do
  status=0
  build/grader/grader run --base "$base" >"$report" || status=$?
  verdicts=$(grep -cE '^ +[a-zA-Z]+ +[0-9][a-z]\.h?[0-9]+ ' "$report") || :
  undone=$(grep -cE '^ +todo +[0-9][a-z]\.h?[0-9]+ +NOT_IMPLEMENTED ' "$report") || :
  if [ "$status" != 1 ] || [ "$verdicts" = 0 ] || [ "$verdicts" != "$undone" ]; then
    cat "$report"
    echo "On --base $base, $undone of $verdicts tests are NOT_IMPLEMENTED, exit code $status;"
    echo "all must be, with exit code 1."
    exit 1
  fi
  echo "--base $base: all $verdicts tests are NOT_IMPLEMENTED"
done
