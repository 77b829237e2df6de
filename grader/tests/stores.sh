#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Do lab 03's stores keep what they are given on a real file system? 77 (skipped) without solutions.
set -eu
cd "$PATINA_ROOT"
[ -d solutions/03-raft ] || { echo "There are no solutions here to ask."; exit 77; }
cmake --build build/grader --target stores_tests
build/grader/stores_tests
