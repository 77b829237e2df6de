// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The nodes are made as in the tests.
#include "../../tests/subject.cpp"
