#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Does lab 03's reference bear faults with the rules of all its tasks at once, and do these fit
# together? 77 (skipped) without solutions.
set -eu
cd "$PATINA_ROOT"
[ -d solutions/03-raft ] || { echo "There are no solutions here to ask."; exit 77; }
cmake --build build/grader --target raft_tests
build/grader/raft_tests
