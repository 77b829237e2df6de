#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# The reference under ThreadSanitizer, in those tests that start real threads: in a single thread it
# can see nothing. ./test --full runs all tests under it.
set -eu
cd "$PATINA_ROOT"
threaded=$(sed -n 's/.*{"id": "\([0-9a-z.]*\)", "task".*"flavour": "threads".*/\1/p' labs/*/lab.json)
[ -n "$threaded" ] || { echo "No lab.json names a test of flavour threads."; exit 1; }
# shellcheck disable=SC2086  # one id a word
exec build/grader/grader run $threaded --tree solutions --sanitize tsan
