#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The mutants and alternates that ./test proves: all of those whose inputs the last commit or the
# working tree changed, and a sample of all, chosen by the commit. ./test --full proves every one.
set -eu
cd "$PATINA_ROOT"
grader=build/grader/grader

commit=$(git rev-parse --short HEAD 2>/dev/null) || commit=none
changed=$(git diff --name-only HEAD~1 2>/dev/null || :)

# A changed path names a mutant or an alternate, or the task of a test, or those of a solution.
named() {
  for path in $changed; do
    case $path in
      grader/mutants/*/*/* | grader/alternates/*/*/*)
        [ ! -e "$path" ] || echo "$path" | cut -d/ -f4 ;;
      labs/*/tests/transcripts/*) ;;  # of no task: the test that names one says whose it is
      labs/*/tests/*/*) echo "$path" | cut -d/ -f4 ;;
      grader/hidden/*/*/*) echo "$path" | cut -d/ -f4 ;;
      solutions/*/src/*)
        lab=${path#solutions/}
        grep -h "\"${lab#*/}\"" "labs/${lab%%/*}/lab.json" 2>/dev/null |
          sed -n 's/.*{"id": "\([0-9][a-z]\)", "title".*/\1/p' ;;
    esac
  done | sort -u
}

words=$(named)
if [ -n "$words" ]; then
  # shellcheck disable=SC2086  # one name a word
  echo "Changed by the last commit:" $words
  # shellcheck disable=SC2086
  "$grader" prove $words
fi
echo "A sample of all, chosen by commit $commit"
"$grader" prove --sample "$commit"
