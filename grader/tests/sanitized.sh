#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The reference under a sanitizer (asan or tsan), in those tests in which it has most to see: under
# ThreadSanitizer those that start real threads, since in a single thread it sees nothing; under
# AddressSanitizer the public ones that are not simulated. Hidden and simulated ones run for minutes
# through code that those run too. ./test --full runs all tests under both.
set -eu
cd "$PATINA_ROOT"
sanitizer=${1:?asan or tsan}
case $sanitizer in
  asan) visibility='public' flavours='explore\|plain\|process\|threads' ;;
  tsan) visibility='public\|hidden' flavours='threads' ;;
  *) echo "There is no sanitizer \"$sanitizer\" here."; exit 2 ;;
esac
wanted='"visibility": "\('$visibility'\)".*"flavour": "\('$flavours'\)"'
tests=$(sed -n 's/.*{"id": "\([0-9a-z.]*\)", "task".*'"$wanted"'.*/\1/p' labs/*/lab.json)
[ -n "$tests" ] || { echo "No lab.json has a test with $wanted."; exit 1; }
# shellcheck disable=SC2086  # one id a word
exec build/grader/grader run $tests --tree solutions --sanitize "$sanitizer"
