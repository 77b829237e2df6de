#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The reference under a sanitizer (asan or tsan), in those tests in which it has most to see: under
# ThreadSanitizer those that start real threads, since in a single thread it sees nothing; under
# AddressSanitizer all but the simulated ones, which run for minutes through code that the plain ones
# run too. ./test --full runs all tests under both.
set -eu
cd "$PATINA_ROOT"
sanitizer=${1:?asan or tsan}
case $sanitizer in
  asan) flavours='compile\|explore\|plain\|process\|threads' ;;
  tsan) flavours='threads' ;;
  *) echo "There is no sanitizer \"$sanitizer\" here."; exit 2 ;;
esac
tests=$(sed -n 's/.*{"id": "\([0-9a-z.]*\)", "task".*"flavour": "\('$flavours'\)".*/\1/p' labs/*/lab.json)
[ -n "$tests" ] || { echo "No lab.json names a test of flavour $flavours."; exit 1; }
# shellcheck disable=SC2086  # one id a word
exec build/grader/grader run $tests --tree solutions --sanitize "$sanitizer"
